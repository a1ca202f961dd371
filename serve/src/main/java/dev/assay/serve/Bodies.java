package dev.assay.serve;

import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.core.model.ToolCall;
import dev.assay.engine.Continuation;
import dev.assay.engine.ToolCallText;
import dev.assay.serve.Run.Event.Piece;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The answers of one request in OpenAI's wire format.
abstract sealed class Bodies permits ChatBodies, CompletionBodies {

    /// What server-sent events begin with.
    static final String DATA = "data: ";

    /// What they end with.
    static final String END = "\n\n";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String id;
    private final long created;
    private final String model;
    private final String fingerprint;
    private final @Nullable Frame[] frames;
    private String beginning = "";
    final Job job;

    /// @param model the name that the client knows
    Bodies(String prefix, String model, String fingerprint, Job job) {
        this.id = prefix + UUID.randomUUID().toString().replace("-", "");
        this.created = System.currentTimeMillis() / 1000;
        this.model = model;
        this.fingerprint = fingerprint;
        this.job = job;
        this.frames = new Frame[job.size()];
    }

    /// What a whole answer is called.
    abstract String object();

    /// What a piece of a stream is called.
    abstract String chunk();

    /// An answer.
    abstract ObjectNode choice(int index, Continuation continuation);

    /// What a stream tells of an answer before its first piece; may be empty.
    abstract List<ObjectNode> opening(int index);

    /// What a stream tells of a piece.
    abstract List<ObjectNode> piece(int index, String text, List<TokenLogprob> logprobs);

    /// What a stream tells at the end of an answer.
    abstract List<ObjectNode> closing(int index, Continuation continuation);

    /// The whole body.
    ///
    /// @param continuations in the order of their answers
    final ObjectNode whole(List<Continuation> continuations) {
        var body = frame(object());
        var choices = body.putArray("choices");
        for (var i = 0; i < continuations.size(); i++) {
            choices.add(choice(i, continuations.get(i)));
        }
        body.set("usage", usage(continuations));
        return body;
    }

    /// One event of a stream, as JSON. What all events of a request begin with is written once.
    final String event(ObjectNode choice) {
        if (beginning.isEmpty()) {
            var frame = JSON.writeValueAsString(frame(chunk()));
            beginning = frame.substring(0, frame.length() - 1) + ",\"choices\":[";
        }
        return beginning + JSON.writeValueAsString(choice) + (job.includeUsage() ? "],\"usage\":null}" : "]}");
    }

    /// Writes the event of a piece. Where no log-probabilities are told, pieces of an answer differ in their texts
    /// alone, and what stands around the text is made once.
    final void tell(StringBuilder told, Piece piece) {
        if (job.settings().sampling().logProbabilities()) {
            piece(piece.index(), piece.text(), piece.logprobs())
                    .forEach(choice -> told.append(DATA).append(event(choice)).append(END));
            return;
        }
        var frame = frames[piece.index()];
        if (frame == null) {
            frame = Frame.of(event(piece(piece.index(), Frame.MARK, List.of()).getFirst()));
            frames[piece.index()] = frame;
        }
        told.append(frame.before);
        JsonStringEncoder.getInstance().quoteAsString(piece.text(), told);
        told.append(frame.after);
    }

    /// What stands around the text in the event of a piece.
    private record Frame(String before, String after) {

        private static final String MARK = "\u0000";
        private static final String MARK_IN_JSON = "\\u0000";

        static Frame of(String event) {
            var at = event.lastIndexOf(MARK_IN_JSON); // behind the text only numbers and null follow
            return new Frame(DATA + event.substring(0, at), event.substring(at + MARK_IN_JSON.length()) + END);
        }
    }

    /// The last event of a stream that counts tokens.
    final String usageEvent(List<Continuation> continuations) {
        var body = frame(chunk());
        body.putArray("choices");
        body.set("usage", usage(continuations));
        return JSON.writeValueAsString(body);
    }

    private ObjectNode frame(String object) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model)
                .put("system_fingerprint", fingerprint);
    }

    private ObjectNode usage(List<Continuation> continuations) {
        var prompt = job.promptTokens();
        var completion = continuations.stream().mapToInt(Continuation::tokens).sum();
        var cached = 0;
        for (var i = 0; i < continuations.size(); i += job.choices()) {
            cached += continuations.get(i).reused();
        }
        var usage = JSON.createObjectNode()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        usage.putObject("prompt_tokens_details").put("cached_tokens", cached);
        return usage;
    }

    static ObjectNode object(int index) {
        return JSON.createObjectNode().put("index", index);
    }

    static String finishReason(StopReason reason) {
        return switch (reason) {
            case MAX_TOKENS, MODEL_LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
            case STOP, UNKNOWN -> "stop";
        };
    }

    static JsonNode bytes(String token) {
        if (token.indexOf('\uFFFD') >= 0) {
            return JSON.nullNode(); // a part of a character
        }
        var bytes = JSON.createArrayNode();
        for (var b : token.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xFF);
        }
        return bytes;
    }

    static ArrayNode calls(List<ToolCall> calls, boolean withIndex) {
        var list = JSON.createArrayNode();
        for (var i = 0; i < calls.size(); i++) {
            var call = list.addObject();
            if (withIndex) {
                call.put("index", i);
            }
            call.put("id", calls.get(i).id()).put("type", "function");
            call.putObject("function")
                    .put("name", calls.get(i).function())
                    .put("arguments", calls.get(i).arguments());
        }
        return list;
    }

    final ToolCallText.Parsed parsed(Continuation continuation) {
        return ToolCallText.parse(continuation.text(), job.tools());
    }
}
