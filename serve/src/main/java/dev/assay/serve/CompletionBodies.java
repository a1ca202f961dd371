package dev.assay.serve;

import dev.assay.core.model.TokenLogprob;
import dev.assay.engine.Continuation;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Answers of `/v1/completions`.
final class CompletionBodies extends Bodies {

    private final int[] told; // characters of each answer so far, where its tokens are told of

    CompletionBodies(String model, String fingerprint, Job job) {
        super("cmpl-", model, fingerprint, job);
        told = new int[job.size()];
    }

    @Override
    String object() {
        return "text_completion";
    }

    @Override
    String chunk() {
        return "text_completion";
    }

    @Override
    ObjectNode choice(int index, Continuation continuation) {
        return choice(
                index,
                echo(index) + continuation.text(),
                continuation.logprobs(),
                finishReason(continuation.stopReason()));
    }

    @Override
    List<ObjectNode> opening(int index) {
        return echo(index).isEmpty() ? List.of() : List.of(choice(index, echo(index), List.of(), null));
    }

    @Override
    List<ObjectNode> piece(int index, String text, List<TokenLogprob> logprobs) {
        return List.of(choice(index, text, logprobs, null));
    }

    @Override
    List<ObjectNode> closing(int index, Continuation continuation) {
        return List.of(choice(index, "", List.of(), finishReason(continuation.stopReason())));
    }

    private String echo(int index) {
        return job.echo().isEmpty() ? "" : job.echo().get(index / job.choices());
    }

    private ObjectNode choice(
            int index, String text, List<TokenLogprob> logprobs, @org.jspecify.annotations.Nullable String reason) {
        var choice = object(index).put("text", text);
        choice.set("logprobs", logprobs(logprobs, text, told[index]));
        told[index] += text.length();
        return choice.put("finish_reason", reason);
    }

    /// Alternatives are told by their text, of which this format can name each but once: of equal ones the
    /// likelier stays.
    ///
    /// @param text of the tokens, as far as it is told
    /// @param offset where it begins in the whole text, in characters
    private JsonNode logprobs(List<TokenLogprob> tokens, String text, int offset) {
        if (!job.settings().sampling().logProbabilities()) {
            return JsonMapper.shared().nullNode();
        }
        var logprobs = JsonMapper.shared().createObjectNode();
        var names = logprobs.putArray("tokens");
        var values = logprobs.putArray("token_logprobs");
        var top = logprobs.putArray("top_logprobs");
        var offsets = logprobs.putArray("text_offset");
        var places = new TextOffsets(text);
        for (var token : tokens) {
            names.add(token.token());
            values.add(token.logprob());
            var others = top.addObject();
            for (var other : token.top()) {
                if (!others.has(other.token())) { // they come best first
                    others.put(other.token(), other.logprob());
                }
            }
            offsets.add(offset + places.next(token.token()));
        }
        return logprobs;
    }
}
