package dev.assay.store.body;

import dev.assay.core.contract.GeneratedSamples;
import dev.assay.core.model.*;
import dev.assay.core.task.*;
import dev.assay.core.task.EvalLog.*;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.*;
import java.util.*;

/// Makes the preset dictionary of the journal's bodies: phrases that answers share, then a sample with a system
/// message, a tool and a judge, then a plain one, whose bytes lie nearest. Format 1 of the journal is bound to
/// the file in the store's resources; a dictionary made anew would be format 2.
final class MakeDictionary {
    public static void main(String[] arguments) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(PHRASES.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(encoded(rich()));
        bytes.writeBytes(encoded(GeneratedSamples.simple(6, 1)));
        bytes.writeBytes(encoded(plain()));
        Files.write(Path.of(arguments[0]), bytes.toByteArray());
        System.out.println(bytes.size() + " bytes");
    }

    private static byte[] encoded(EvalSample sample) {
        ByteSink sink = new ByteSink();
        new SampleEncoder(sink).sample(sample);
        return Arrays.copyOf(sink.array(), sink.length());
    }

    private static final String PHRASES = "I'm sorry, but I can't help with that. I cannot provide information on how to"
            + " As an AI language model, I don't have However, it is important to Here is a step-by-step Let's think"
            + " step by step. First, we need to find the number of Therefore, the answer is The correct answer is"
            + " because which that this with from have would should could there their about and the of in to is for"
            + " on are be it you your \n\n1. **\n2. **\n3. ** ```python\nimport \ndef return \n```\n {\"type\": \"object\","
            + " \"properties\": {\"command\": {\"type\": \"string\", \"description\": \"\"}}, \"required\": [\"query\"]}"
            + " model_graded_qa exact match pattern choice numeric f1 C I GRADE: C GRADE: I"
            + " Answer the following multiple choice question. The last line of your response should be of the"
            + " following format: 'ANSWER: $LETTER' (without quotes) where LETTER is one of A,B,C,D.\n\n"
            + "A) B) C) D) \n\nQuestion: Context: \nAnswer: Yes. No. True False ";

    private static EvalSample rich() {
        Instant at = Instant.EPOCH;
        ChatMessage system = ChatMessage.system("You are a helpful assistant. Answer in one word.");
        ChatMessage user = ChatMessage.user("What is the name of the ");
        ToolCall call = new ToolCall("call_1", "bash", "{\"command\":\"ls\"}");
        ChatMessage asks = ChatMessage.assistant(List.of(new Content.Text("I will ")), List.of(call));
        ChatMessage told = ChatMessage.tool("", new ToolResult("call_1", "bash", Optional.empty()));
        ChatMessage says = ChatMessage.assistant("The answer is ");
        ModelUsage usage = new ModelUsage(120, 12);
        ModelOutput first = new ModelOutput("gpt", asks, StopReason.TOOL_CALLS, usage, Duration.ZERO, List.of(), Optional.empty());
        ModelOutput last = new ModelOutput("gpt", says, StopReason.STOP, usage, Duration.ZERO, List.of(), Optional.empty());
        return new EvalSample("1", 1, List.of(user), List.of(), Target.of("A"), List.of(system, user, asks, told, says),
                Optional.of(last), Map.of("match", Score.of(false, "")), Map.of("category", ""), usage, at, Duration.ZERO, Duration.ZERO,
                Optional.empty(), List.of(), Optional.empty(), List.of(
                event(List.of(system, user), first), new SampleEvent.ToolEvent(at, call, "", Optional.empty(), Duration.ZERO, false),
                event(List.of(system, user, asks, told), last)));
    }

    private static SampleEvent event(List<ChatMessage> messages, ModelOutput output) {
        return new SampleEvent.ModelEvent(Instant.EPOCH, "openai/gpt", "", ModelRequest.of(messages, GenerateConfig.DEFAULT),
                Optional.of(output), Optional.empty(), Duration.ZERO, 0, false);
    }

    private static EvalSample plain() {
        Instant at = Instant.EPOCH;
        ChatMessage user = ChatMessage.user("What is the capital of ");
        ModelUsage usage = new ModelUsage(16, 8);
        ModelOutput output = new ModelOutput("model", ChatMessage.assistant("The "), StopReason.STOP, usage, Duration.ZERO, List.of(), Optional.empty());
        return new EvalSample("1", 1, List.of(user), List.of(), Target.of("Yes"), List.of(user, output.message()),
                Optional.of(output), Map.of("includes", Score.of(true, "The ")), Map.of(), usage, at, Duration.ZERO, Duration.ZERO,
                Optional.empty(), List.of(), Optional.empty(), List.of(event(List.of(user), output)));
    }
}
