package dev.assay.models.bedrock;

import dev.assay.core.model.ModelException.Kind;
import dev.assay.models.http.AnswerBuilder;
import dev.assay.models.http.ErrorText;
import dev.assay.models.http.Failure;
import dev.assay.models.http.Json;
import tools.jackson.core.JsonParser;

/// Reads an answer of `converse-stream`, message by message. For one thread.
final class ConverseStream {

    private final AnswerBuilder answer;

    ConverseStream(AnswerBuilder answer) {
        this.answer = answer;
    }

    private static final class Piece {
        private int index;
        private String id = "";
        private String name = "";
        private String input = "";
        private String text = "";
        private String thought = "";
        private String signature = "";
        private String redacted = "";
    }

    void take(EventStream.Message message) throws Failure {
        String type = message.header(":event-type");
        try (JsonParser json = Json.parser(message.payload())) {
            json.nextToken();
            if (!message.header(":message-type").equals("event")) {
                String exception = message.header(":exception-type");
                throw Failure.passing(
                                exception.equals("throttlingException") ? Kind.RATE_LIMITED : Kind.SERVER_ERROR,
                                "ended its stream with an error",
                                "look into AWS's health page, then resume")
                        .saying(exception + " " + ErrorText.read(json));
            }
            switch (type) {
                case "contentBlockStart", "contentBlockDelta" -> take(readPiece(json));
                case "contentBlockStop" -> answer.endPart();
                case "messageStop" ->
                    Json.fields(json, name -> {
                        if (name.equals("stopReason")) {
                            answer.stopReason(ConverseAnswer.stopReason(Json.text(json)));
                            answer.complete();
                        }
                    });
                case "metadata" ->
                    Json.fields(json, name -> {
                        if (name.equals("usage")) {
                            ConverseAnswer.readUsage(json, answer);
                        }
                    });
                default -> {} // Nothing that was asked for.
            }
        }
    }

    private static Piece readPiece(JsonParser json) throws Failure {
        Piece piece = new Piece();
        Json.fields(json, name -> {
            switch (name) {
                case "contentBlockIndex" -> piece.index = (int) Math.min(Json.count(json), 100_000);
                case "start", "delta" -> Json.fields(json, kind -> readKind(kind, json, piece));
                default -> {}
            }
        });
        return piece;
    }

    private static void readKind(String kind, JsonParser json, Piece piece) throws Failure {
        switch (kind) {
            case "text" -> piece.text = Json.text(json);
            case "toolUse" ->
                Json.fields(json, field -> {
                    switch (field) {
                        case "toolUseId" -> piece.id = Json.text(json);
                        case "name" -> piece.name = Json.text(json);
                        case "input" -> piece.input = Json.text(json);
                        default -> {}
                    }
                });
            case "reasoningContent" ->
                Json.fields(json, field -> {
                    switch (field) {
                        case "text" -> piece.thought = Json.text(json);
                        case "signature" -> piece.signature = Json.text(json);
                        case "redactedContent" -> piece.redacted = Json.text(json);
                        default -> {}
                    }
                });
            default -> {}
        }
    }

    private void take(Piece piece) {
        answer.text(piece.text);
        if (!piece.thought.isEmpty()) {
            answer.thought(piece.thought);
        }
        if (!piece.signature.isEmpty()) {
            answer.signature(piece.signature);
        }
        if (!piece.redacted.isEmpty()) {
            answer.hiddenThought(piece.redacted);
        }
        if (!piece.id.isEmpty() || !piece.input.isEmpty()) {
            answer.toolCall(piece.index, piece.id, piece.name, piece.input);
        }
    }
}
