package dev.assay.app.eval;

import dev.assay.core.model.Content;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/// Counts the calls of a plan and the most that they can take, for the model under evaluation and for
/// each grader. What a call is told of earlier answers to the same sample is counted as if each were as
/// long as it may be, as often as the call tells it.
final class PlanLoad {

    /// Stands for an answer: of a private use, so that hardly a sample holds it; one that does is counted for more.
    static final String ANSWER = "\uE000";

    private final Map<String, Part> graders = new LinkedHashMap<>();
    private final Part model = new Part();
    private long answers;
    private long longest;

    /// The calls of one model.
    static final class Part {
        private long calls;
        private long input;
        private long output;

        long calls() {
            return calls;
        }

        /// Tokens read at most.
        long input() {
            return input;
        }

        /// Tokens written at most.
        long output() {
            return output;
        }

        private void add(long in, long out) {
            calls++;
            input += in;
            output += out;
        }

        private void add(Part other, int times) {
            calls += other.calls * times;
            input += other.input * times;
            output += other.output * times;
        }
    }

    /// The next sample: what was answered before is not shown to it.
    void next() {
        answers = 0;
        longest = 0;
    }

    /// The model under evaluation would be asked.
    void asked(ModelRequest request) {
        long out = WorstCase.outputTokens(request);
        model.add(WorstCase.inputTokens(request) + told(request), out);
        answers += out;
        longest = Math.max(longest, out);
    }

    /// A model in place of the grader of that name.
    Model grader(String name, Model real) {
        Part part = graders.computeIfAbsent(name, _ -> new Part());
        return new ForwardingModel(real) {
            @Override
            ModelOutput answer(ModelRequest request, Supplier<ModelOutput> call) {
                part.add(WorstCase.inputTokens(request) + told(request), WorstCase.outputTokens(request));
                return ModelOutput.of("", "");
            }
        };
    }

    /// Tokens of the answers that a call may be told: each once at least, and each as often as it is there.
    private long told(ModelRequest request) {
        long times = request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .mapToLong(part -> part instanceof Content.Text text
                        ? text.text()
                                .chars()
                                .filter(unit -> unit == ANSWER.charAt(0))
                                .count()
                        : 0)
                .sum();
        return Math.max(answers, times * longest);
    }

    /// As many times.
    PlanLoad times(int epochs) {
        PlanLoad all = new PlanLoad();
        all.model.add(model, epochs);
        graders.forEach((name, part) -> {
            Part more = new Part();
            more.add(part, epochs);
            all.graders.put(name, more);
        });
        return all;
    }

    Part model() {
        return model;
    }

    /// By the names that `--scorer` and task files take.
    Map<String, Part> graders() {
        return graders;
    }

    long calls() {
        return model.calls + graders.values().stream().mapToLong(Part::calls).sum();
    }

    long tokens() {
        return model.input
                + model.output
                + graders.values().stream()
                        .mapToLong(part -> part.input + part.output)
                        .sum();
    }

    /// The most that all of it can cost; empty where a price is not known.
    ///
    /// @param name of the model under evaluation
    OptionalDouble cost(PriceTable prices, String name) {
        if (prices.of(name).isEmpty()
                || graders.keySet().stream().anyMatch(each -> prices.of(each).isEmpty())) {
            return OptionalDouble.empty();
        }
        double sum = prices.of(name).get().atMost(model.input, model.output);
        for (Map.Entry<String, Part> each : graders.entrySet()) {
            sum += prices.of(each.getKey()).orElseThrow().atMost(each.getValue().input, each.getValue().output);
        }
        return OptionalDouble.of(sum);
    }
}
