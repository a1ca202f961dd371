package dev.assay.models.openai;

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

/// Reads the answers of `POST /chat/completions` (OpenAI's API reference, "The chat completion object" and
/// "The chat completion chunk object"), with the thoughts of vLLM and DeepSeek (`reasoning_content`),
/// OpenRouter and newer vLLM (`reasoning`).
final class ChatAnswer {

    private static final String CHECK_SERVER = "check that the server speaks OpenAI's chat API";
    private static final String SEE_LOG = "look into the server's log";

    private ChatAnswer() {}

    /// A whole answer.
    static void read(JsonParser json, AnswerBuilder answer) throws Failure {
        boolean[] message = {false};
        readRoot(json, answer, "message", message);
        if (!message[0]) {
            throw malformed("answered 200 with no choices[0].message in the body", CHECK_SERVER);
        }
        answer.complete();
    }

    /// A piece of an answer.
    static void readChunk(JsonParser json, AnswerBuilder answer) throws Failure {
        readRoot(json, answer, "delta", new boolean[1]);
    }

    private static void readRoot(JsonParser json, AnswerBuilder answer, String said, boolean[] found) throws Failure {
        Json.fields(json, name -> {
            switch (name) {
                case "model" -> answer.model(Json.text(json));
                case "system_fingerprint" -> answer.systemFingerprint(Json.text(json));
                case "error" -> {
                    if (Json.isPresent(json)) {
                        throw malformed("answered 200 with an error in the body", SEE_LOG)
                                .saying(ErrorText.read(json));
                    }
                }
                case "choices" -> {
                    boolean[] first = {true};
                    Json.elements(json, () -> {
                        if (first[0]) {
                            first[0] = false;
                            readChoice(json, answer, said, found);
                        }
                    });
                }
                case "usage" -> readUsage(json, answer);
                default -> {}
            }
        });
    }

    private static void readChoice(JsonParser json, AnswerBuilder answer, String said, boolean[] found) throws Failure {
        Json.fields(json, name -> {
            if (name.equals(said)) {
                found[0] |= json.currentToken() == JsonToken.START_OBJECT;
                readMessage(json, answer);
                return;
            }
            switch (name) {
                case "finish_reason" -> readFinish(Json.text(json), answer);
                case "logprobs" -> readLogprobs(json, answer);
                case "error" -> {
                    if (Json.isPresent(json)) {
                        throw malformed("answered 200 with an error in choices[0]", SEE_LOG)
                                .saying(ErrorText.read(json));
                    }
                }
                default -> {}
            }
        });
    }

    private static void readFinish(String finish, AnswerBuilder answer) throws Failure {
        if (finish.equals("error")) {
            throw malformed("answered 200 with an error in choices[0]", SEE_LOG);
        }
        if (!finish.isEmpty()) {
            answer.stopReason(stopReason(finish));
            answer.complete();
        }
    }

    private static StopReason stopReason(String finish) {
        return switch (finish) {
            case "stop", "eos", "end_turn", "stop_sequence" -> StopReason.STOP;
            case "length", "max_tokens" -> StopReason.MAX_TOKENS;
            case "model_length" -> StopReason.MODEL_LENGTH;
            case "tool_calls", "function_call" -> StopReason.TOOL_CALLS;
            case "content_filter" -> StopReason.CONTENT_FILTER;
            default -> StopReason.UNKNOWN;
        };
    }

    private static void readMessage(JsonParser json, AnswerBuilder answer) throws Failure {
        StringBuilder text = new StringBuilder();
        String[] thought = {""};
        String[] refusal = {""};
        Json.fields(json, name -> {
            switch (name) {
                case "content" -> readContent(json, text);
                case "refusal" -> refusal[0] = Json.text(json);
                case "reasoning_content", "reasoning" ->
                    thought[0] = thought[0].isEmpty() ? Json.text(json) : thought[0];
                case "tool_calls" -> {
                    int[] place = {0};
                    Json.elements(json, () -> readToolCall(json, place[0]++, answer));
                }
                default -> {}
            }
        });
        if (!thought[0].isEmpty()) {
            answer.thought(thought[0]);
        }
        answer.text(text.isEmpty() ? refusal[0] : text.toString());
    }

    private static void readContent(JsonParser json, StringBuilder text) throws Failure {
        switch (json.currentToken()) {
            case VALUE_STRING -> text.append(json.getString());
            case VALUE_NULL -> {}
            case START_ARRAY ->
                Json.elements(
                        json,
                        () -> Json.fields(json, part -> {
                            if (part.equals("text") || part.equals("refusal")) {
                                text.append(Json.text(json));
                            }
                        }));
            default -> throw malformed("answered 200 with a choices[0].message.content that is no text", CHECK_SERVER);
        }
    }

    private static void readToolCall(JsonParser json, int place, AnswerBuilder answer) throws Failure {
        int[] index = {place};
        String[] id = {""};
        String[] function = {""};
        String[] arguments = {""};
        Json.fields(json, name -> {
            switch (name) {
                case "index" -> index[0] = (int) Math.min(Json.count(json), 100_000);
                case "id" -> id[0] = Json.text(json);
                case "function" ->
                    Json.fields(json, part -> {
                        switch (part) {
                            case "name" -> function[0] = Json.text(json);
                            case "arguments" ->
                                arguments[0] = json.currentToken() == JsonToken.START_OBJECT
                                        ? Json.copy(json)
                                        : Json.text(json);
                            default -> {}
                        }
                    });
                default -> {}
            }
        });
        answer.toolCall(index[0], id[0], function[0], arguments[0]);
    }

    private static void readUsage(JsonParser json, AnswerBuilder answer) throws Failure {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        long[] counts = new long[4];
        Json.fields(json, name -> {
            switch (name) {
                case "prompt_tokens" -> counts[0] = Json.count(json);
                case "completion_tokens" -> counts[1] = Json.count(json);
                case "prompt_cache_hit_tokens" -> counts[2] = Math.max(counts[2], Json.count(json));
                case "prompt_tokens_details" ->
                    Json.fields(json, part -> counts[2] = part.equals("cached_tokens") ? Json.count(json) : counts[2]);
                case "completion_tokens_details" ->
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

    private static void readLogprobs(JsonParser json, AnswerBuilder answer) throws Failure {
        Json.fields(json, name -> {
            if (name.equals("content")) {
                Json.elements(json, () -> readLogprob(json, answer));
            }
        });
    }

    private static void readLogprob(JsonParser json, AnswerBuilder answer) throws Failure {
        String[] token = {null};
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
        if (token[0] != null && !Double.isNaN(logprob[0])) {
            answer.logprob(new TokenLogprob(token[0], Math.min(0, logprob[0]), top));
        }
    }

    private static Failure malformed(String what, String remedy) {
        return Failure.passing(Kind.MALFORMED, what, remedy);
    }
}
