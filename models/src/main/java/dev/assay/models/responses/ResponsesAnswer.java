package dev.assay.models.responses;

import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.models.http.AnswerBuilder;
import dev.assay.models.http.ErrorText;
import dev.assay.models.http.Failure;
import dev.assay.models.http.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a response of OpenAI's Responses API, whole (API reference, "The response object"). For one
/// thread.
final class ResponsesAnswer {

    private static final String CHECK_SERVER = "check that the server speaks OpenAI's Responses API";

    private final AnswerBuilder answer;
    private String status = "";
    private String incomplete = "";
    private boolean output;

    ResponsesAnswer(AnswerBuilder answer) {
        this.answer = answer;
    }

    private static final class Item {
        private String type = "";
        private String id = "";
        private String callId = "";
        private String name = "";
        private String arguments = "";
        private String encrypted = "";
        private final StringBuilder summary = new StringBuilder();
        private final StringBuilder text = new StringBuilder();
    }

    void read(JsonParser json) throws Failure {
        Json.fields(json, name -> {
            switch (name) {
                case "model" -> answer.model(Json.text(json));
                case "status" -> status = Json.text(json);
                case "error" -> {
                    if (Json.isPresent(json)) {
                        throw failed(ErrorText.read(json));
                    }
                }
                case "incomplete_details" ->
                    Json.fields(json, part -> incomplete = part.equals("reason") ? Json.text(json) : incomplete);
                case "output" -> {
                    output |= json.currentToken() == JsonToken.START_ARRAY;
                    Json.elements(json, () -> take(readItem(json)));
                }
                case "usage" -> readUsage(json);
                default -> {}
            }
        });
        if (status.equals("failed") || status.equals("cancelled")) {
            throw failed("");
        }
        if (!output) {
            throw Failure.passing(Kind.MALFORMED, "answered 200 with no output in the body", CHECK_SERVER);
        }
        answer.stopReason(stopReason());
        answer.complete();
    }

    static Failure failed(String said) {
        return Failure.passing(Kind.MALFORMED, "answered 200 with an error in the body", "look into the server's log")
                .saying(said);
    }

    private StopReason stopReason() {
        return switch (incomplete) {
            case "max_output_tokens" -> StopReason.MAX_TOKENS;
            case "content_filter" -> StopReason.CONTENT_FILTER;
            default ->
                answer.toolCalls() > 0
                        ? StopReason.TOOL_CALLS
                        : status.equals("completed") ? StopReason.STOP : StopReason.UNKNOWN;
        };
    }

    private Item readItem(JsonParser json) throws Failure {
        Item item = new Item();
        Json.fields(json, name -> {
            switch (name) {
                case "type" -> item.type = Json.text(json);
                case "id" -> item.id = Json.text(json);
                case "call_id" -> item.callId = Json.text(json);
                case "name" -> item.name = Json.text(json);
                case "arguments" -> item.arguments = Json.text(json);
                case "encrypted_content" -> item.encrypted = Json.text(json);
                case "summary" -> Json.elements(json, () -> readText(json, item.summary));
                case "content" -> Json.elements(json, () -> readText(json, item.text));
                default -> {}
            }
        });
        return item;
    }

    private void readText(JsonParser json, StringBuilder text) throws Failure {
        Json.fields(json, name -> {
            switch (name) {
                case "text", "refusal" -> {
                    String piece = Json.text(json);
                    text.append(text.isEmpty() || piece.isEmpty() ? "" : "\n").append(piece);
                }
                case "logprobs" -> Json.elements(json, () -> readLogprob(json));
                default -> {}
            }
        });
    }

    private void take(Item item) {
        answer.endPart();
        switch (item.type) {
            case "message" -> answer.text(item.text.toString());
            case "reasoning" -> {
                // vLLM gives the thought itself as content, OpenAI a summary.
                answer.thought(item.summary.isEmpty() ? item.text.toString() : item.summary.toString());
                if (!item.encrypted.isEmpty()) {
                    answer.signature(new ThoughtSignature(item.id, item.encrypted).text());
                }
            }
            case "function_call" -> answer.toolCall(item.callId, item.name, item.arguments);
            default -> {} // What a server's own tools did was not asked for.
        }
    }

    private void readUsage(JsonParser json) throws Failure {
        long[] counts = new long[4];
        Json.fields(json, name -> {
            switch (name) {
                case "input_tokens" -> counts[0] = Json.count(json);
                case "output_tokens" -> counts[1] = Json.count(json);
                case "input_tokens_details" ->
                    Json.fields(json, part -> counts[2] = part.equals("cached_tokens") ? Json.count(json) : counts[2]);
                case "output_tokens_details" ->
                    Json.fields(
                            json, part -> counts[3] = part.equals("reasoning_tokens") ? Json.count(json) : counts[3]);
                default -> {}
            }
        });
        answer.inputTokens(counts[0] - counts[2]);
        answer.cacheReadTokens(counts[2]);
        answer.outputTokens(counts[1]);
        answer.reasoningTokens(counts[3]);
    }

    private void readLogprob(JsonParser json) throws Failure {
        String[] token = {""};
        double[] logprob = {Double.NaN};
        List<TokenLogprob.Alternative> top = new ArrayList<>(0);
        Json.fields(json, name -> {
            switch (name) {
                case "token" -> token[0] = Json.text(json);
                case "logprob" -> logprob[0] = Json.number(json);
                case "top_logprobs" ->
                    Json.elements(json, () -> {
                        String[] other = {""};
                        double[] value = {Double.NaN};
                        Json.fields(json, part -> {
                            switch (part) {
                                case "token" -> other[0] = Json.text(json);
                                case "logprob" -> value[0] = Json.number(json);
                                default -> {}
                            }
                        });
                        if (!Double.isNaN(value[0])) {
                            top.add(new TokenLogprob.Alternative(other[0], Math.min(0, value[0])));
                        }
                    });
                default -> {}
            }
        });
        if (!Double.isNaN(logprob[0])) {
            answer.logprob(new TokenLogprob(token[0], Math.min(0, logprob[0]), top));
        }
    }
}
