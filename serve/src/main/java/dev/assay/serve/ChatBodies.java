package dev.assay.serve;

import dev.assay.core.model.TokenLogprob;
import dev.assay.engine.Continuation;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Answers of `/v1/chat/completions`.
final class ChatBodies extends Bodies {

    ChatBodies(String model, String fingerprint, Job job) {
        super("chatcmpl-", model, fingerprint, job);
    }

    @Override
    String object() {
        return "chat.completion";
    }

    @Override
    String chunk() {
        return "chat.completion.chunk";
    }

    @Override
    ObjectNode choice(int index, Continuation continuation) {
        var parsed = parsed(continuation);
        var choice = object(index);
        var message = choice.putObject("message").put("role", "assistant");
        if (parsed.calls().isEmpty()) {
            message.put("content", continuation.text()).putNull("refusal");
        } else {
            message.put("content", parsed.content().isEmpty() ? null : parsed.content())
                    .putNull("refusal");
            message.set("tool_calls", calls(parsed.calls(), false));
        }
        choice.set("logprobs", logprobs(continuation.logprobs()));
        choice.put("finish_reason", parsed.calls().isEmpty() ? finishReason(continuation.stopReason()) : "tool_calls");
        return choice;
    }

    @Override
    List<ObjectNode> opening(int index) {
        var choice = delta(index);
        ((ObjectNode) choice.path("delta")).put("role", "assistant").put("content", "");
        return List.of(choice);
    }

    /// Where tools are offered the text is told at the end, once it is known what of it is a call.
    @Override
    List<ObjectNode> piece(int index, String text, List<TokenLogprob> logprobs) {
        if (!job.tools().isEmpty()) {
            return List.of();
        }
        var choice = delta(index);
        ((ObjectNode) choice.path("delta")).put("content", text);
        choice.set("logprobs", logprobs(logprobs));
        return List.of(choice);
    }

    @Override
    List<ObjectNode> closing(int index, Continuation continuation) {
        var events = new ArrayList<ObjectNode>();
        var parsed = parsed(continuation);
        if (!job.tools().isEmpty() && !parsed.content().isEmpty()) {
            var choice = delta(index);
            ((ObjectNode) choice.path("delta")).put("content", parsed.content());
            choice.set("logprobs", logprobs(continuation.logprobs()));
            events.add(choice);
        }
        if (!parsed.calls().isEmpty()) {
            var choice = delta(index);
            ((ObjectNode) choice.path("delta")).set("tool_calls", calls(parsed.calls(), true));
            events.add(choice);
        }
        var last = delta(index);
        last.put("finish_reason", parsed.calls().isEmpty() ? finishReason(continuation.stopReason()) : "tool_calls");
        events.add(last);
        return events;
    }

    private static ObjectNode delta(int index) {
        var choice = object(index);
        choice.putObject("delta");
        return choice.putNull("logprobs").putNull("finish_reason");
    }

    private JsonNode logprobs(List<TokenLogprob> tokens) {
        if (!job.settings().sampling().logProbabilities()) {
            return JsonMapper.shared().nullNode();
        }
        var logprobs = JsonMapper.shared().createObjectNode();
        var content = logprobs.putArray("content");
        for (var token : tokens) {
            var each = content.addObject().put("token", token.token()).put("logprob", token.logprob());
            each.set("bytes", bytes(token.token()));
            var top = each.putArray("top_logprobs");
            for (var other : token.top()) {
                top.addObject()
                        .put("token", other.token())
                        .put("logprob", other.logprob())
                        .set("bytes", bytes(other.token()));
            }
        }
        return logprobs.putNull("refusal");
    }
}
