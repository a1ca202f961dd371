package dev.assay.core.task;

import dev.assay.core.model.ChatMessage;
import java.util.List;
import java.util.Map;

/// Shows the choices under the question and asks for a letter.
record MultipleChoice(boolean several, boolean reasoning) implements Solver {

    private String instruction(String letters) {
        String answer = several ? "ANSWER: LETTERS" : "ANSWER: LETTER";
        String which = several
                ? "LETTERS are all that apply of " + letters + ", with commas between them"
                : "LETTER is one of " + letters;
        return reasoning
                ? "Think it through step by step first. Then end with a line of exactly this form: '" + answer
                        + "' (without quotes), where " + which + "."
                : "Reply with one line of exactly this form and nothing else: '" + answer + "' (without quotes), where "
                        + which + ".";
    }

    /// A question with its choices, as this solver and examples show it.
    static String shown(String question, List<String> choices) {
        return question + "\n\n" + ChoiceLetters.list(choices);
    }

    @Override
    public TaskState solve(TaskState state, Generate model) {
        List<String> choices = state.sample().choices();
        if (choices.size() < 2) {
            throw new IllegalArgumentException("Sample '" + state.sample().id() + "' has " + choices.size()
                    + " choices, but multiple choice needs at least two: map 'choices'.");
        }
        return model.generate(PromptTemplate.rewrite(
                state,
                question -> "Answer this multiple choice question. " + instruction(ChoiceLetters.names(choices.size()))
                        + "\n\n" + shown(question, choices)));
    }

    @Override
    public List<Step> steps() {
        return List.of(new Step(
                "multiple_choice",
                Map.of("multiple_correct", Boolean.toString(several), "cot", Boolean.toString(reasoning))));
    }

    /// A sample as an example: what the user says, and what the assistant should.
    static List<ChatMessage> example(Sample sample) {
        String question = sample.input().getLast().content();
        String answer = sample.target().texts().getFirst();
        return sample.choices().isEmpty()
                ? List.of(ChatMessage.user(question), ChatMessage.assistant(answer))
                : List.of(
                        ChatMessage.user(shown(question, sample.choices())),
                        ChatMessage.assistant(
                                "ANSWER: " + ChoiceLetters.words(ChoiceLetters.ofTarget(sample, sample.target()))));
    }
}
