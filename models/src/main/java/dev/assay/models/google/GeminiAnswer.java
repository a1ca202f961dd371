package dev.assay.models.google;

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

/// Reads an answer of `generateContent`, whole or in pieces of the same form. For one thread.
final class GeminiAnswer {

    private final AnswerBuilder answer;
    private final List<List<TokenLogprob.Alternative>> top = new ArrayList<>(0);
    private final List<TokenLogprob.Alternative> chosen = new ArrayList<>(0);
    private boolean candidate;
    private String blocked = "";

    GeminiAnswer(AnswerBuilder answer) {
        this.answer = answer;
    }

    private static final class Part {
        private String text = "";
        private boolean thought;
        private String signature = "";
        private boolean call;
        private String id = "";
        private String name = "";
        private String arguments = "";
    }

    /// An answer, or a piece of one.
    ///
    /// @throws Failure if it is an error, or says that the prompt is refused
    void read(JsonParser json) throws Failure {
        Json.fields(json, name -> {
            switch (name) {
                case "modelVersion" -> answer.model(Json.text(json));
                case "usageMetadata" -> readUsage(json);
                case "promptFeedback" ->
                    Json.fields(json, part -> blocked = part.equals("blockReason") ? Json.text(json) : blocked);
                case "candidates" -> {
                    boolean[] first = {true};
                    Json.elements(json, () -> {
                        if (first[0]) {
                            first[0] = false;
                            readCandidate(json);
                        }
                    });
                }
                case "error" -> {
                    if (Json.isPresent(json)) {
                        throw Failure.passing(
                                        Kind.MALFORMED,
                                        "answered 200 with an error in the body",
                                        "look into the server's log")
                                .saying(ErrorText.read(json));
                    }
                }
                default -> {}
            }
        });
        if (!candidate && !blocked.isEmpty()) {
            throw Failure.lasting(
                            Kind.BAD_REQUEST,
                            "answered that the prompt is blocked",
                            "this prompt is refused by the provider's filter; ask it if it should not be")
                    .saying(blocked);
        }
    }

    /// Ends an answer that was read.
    ///
    /// @throws Failure if there was none
    void end() throws Failure {
        if (!candidate) {
            throw Failure.passing(
                    Kind.MALFORMED,
                    "answered 200 with no candidates in the body",
                    "check that the server speaks the Gemini API");
        }
        if (answer.toolCalls() > 0 && answer.stopReason() == StopReason.STOP) {
            answer.stopReason(StopReason.TOOL_CALLS);
        }
        for (int index = 0; index < chosen.size(); index++) {
            TokenLogprob.Alternative token = chosen.get(index);
            answer.logprob(
                    new TokenLogprob(token.token(), token.logprob(), index < top.size() ? top.get(index) : List.of()));
        }
        answer.complete();
    }

    private void readCandidate(JsonParser json) throws Failure {
        candidate = true;
        Json.fields(json, name -> {
            switch (name) {
                case "content" ->
                    Json.fields(json, field -> {
                        if (field.equals("parts")) {
                            Json.elements(json, () -> take(readPart(json)));
                        }
                    });
                case "finishReason" -> readFinish(Json.text(json));
                case "logprobsResult" -> readLogprobs(json);
                default -> {}
            }
        });
    }

    private void readFinish(String reason) {
        if (reason.isEmpty()) {
            return;
        }
        answer.complete();
        answer.stopReason(
                switch (reason) {
                    case "STOP" -> StopReason.STOP;
                    case "MAX_TOKENS" -> StopReason.MAX_TOKENS;
                    case "SAFETY",
                            "RECITATION",
                            "LANGUAGE",
                            "BLOCKLIST",
                            "PROHIBITED_CONTENT",
                            "SPII",
                            "MODEL_ARMOR",
                            "IMAGE_SAFETY",
                            "IMAGE_PROHIBITED_CONTENT" -> StopReason.CONTENT_FILTER;
                    default -> StopReason.UNKNOWN;
                });
    }

    private static Part readPart(JsonParser json) throws Failure {
        Part part = new Part();
        Json.fields(json, name -> {
            switch (name) {
                case "text" -> part.text = Json.text(json);
                case "thought" -> part.thought = json.currentToken() == JsonToken.VALUE_TRUE;
                case "thoughtSignature" -> part.signature = Json.text(json);
                case "functionCall" -> {
                    part.call = true;
                    Json.fields(json, field -> {
                        switch (field) {
                            case "id" -> part.id = Json.text(json);
                            case "name" -> part.name = Json.text(json);
                            case "args" -> part.arguments = Json.isPresent(json) ? Json.copy(json) : "";
                            default -> {}
                        }
                    });
                }
                default -> {}
            }
        });
        return part;
    }

    private void take(Part part) {
        if (part.call) {
            if (!part.signature.isEmpty()) {
                answer.endPart();
                answer.signature(Signatures.onCall(answer.toolCalls(), part.signature));
                answer.endPart();
            }
            answer.toolCall(part.id, part.name, part.arguments);
        } else if (part.thought) {
            answer.thought(part.text);
        } else {
            if (!part.signature.isEmpty()) {
                answer.endPart();
                answer.signature(Signatures.onText(part.signature));
                answer.endPart();
            }
            answer.text(part.text);
        }
    }

    private void readUsage(JsonParser json) throws Failure {
        long[] counts = new long[4];
        Json.fields(json, name -> {
            switch (name) {
                case "promptTokenCount" -> counts[0] = Json.count(json);
                case "candidatesTokenCount" -> counts[1] = Json.count(json);
                case "thoughtsTokenCount" -> counts[2] = Json.count(json);
                case "cachedContentTokenCount" -> counts[3] = Json.count(json);
                default -> {}
            }
        });
        answer.inputTokens(counts[0] - counts[3]);
        answer.cacheReadTokens(counts[3]);
        answer.outputTokens(counts[1] + counts[2]);
        answer.reasoningTokens(counts[2]);
    }

    private void readLogprobs(JsonParser json) throws Failure {
        Json.fields(json, name -> {
            switch (name) {
                case "chosenCandidates" -> Json.elements(json, () -> chosen.add(readCandidateToken(json)));
                case "topCandidates" ->
                    Json.elements(json, () -> {
                        List<TokenLogprob.Alternative> place = new ArrayList<>();
                        Json.fields(json, field -> {
                            if (field.equals("candidates")) {
                                Json.elements(json, () -> place.add(readCandidateToken(json)));
                            }
                        });
                        top.add(place);
                    });
                default -> {}
            }
        });
    }

    private static TokenLogprob.Alternative readCandidateToken(JsonParser json) throws Failure {
        String[] token = {""};
        double[] logprob = {0};
        Json.fields(json, name -> {
            switch (name) {
                case "token" -> token[0] = Json.text(json);
                case "logProbability" -> logprob[0] = Json.number(json);
                default -> {}
            }
        });
        return new TokenLogprob.Alternative(token[0], Double.isNaN(logprob[0]) ? 0 : Math.min(0, logprob[0]));
    }
}
