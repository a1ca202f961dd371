package dev.assay.models.responses;

import dev.assay.core.model.ModelDelta;
import dev.assay.models.http.AnswerBuilder;
import dev.assay.models.http.ErrorText;
import dev.assay.models.http.Failure;
import dev.assay.models.http.Json;
import tools.jackson.core.JsonParser;

/// Reads a response as it comes (API reference, "Streaming events"): the pieces are heard, and the last
/// event holds the whole response, which is what counts. For one thread.
final class ResponsesStream {

    private final AnswerBuilder answer;

    ResponsesStream(AnswerBuilder answer) {
        this.answer = answer;
    }

    /// @return whether more may follow
    boolean event(String name, JsonParser json) throws Failure {
        String[] type = {name};
        String[] delta = {""};
        String[] message = {""};
        boolean[] ended = {false};
        Json.fields(json, field -> {
            switch (field) {
                case "type" -> type[0] = Json.text(json);
                case "delta" -> delta[0] = Json.text(json);
                case "message", "code" -> message[0] += Json.text(json) + " ";
                case "error" -> message[0] += ErrorText.read(json);
                case "response" -> {
                    if (ends(type[0])) {
                        new ResponsesAnswer(answer).read(json);
                        ended[0] = true;
                    }
                }
                default -> {}
            }
        });
        switch (type[0]) {
            case "response.output_text.delta", "response.refusal.delta" ->
                answer.preview(ModelDelta.Kind.TEXT, delta[0]);
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                answer.preview(ModelDelta.Kind.REASONING, delta[0]);
            case "response.function_call_arguments.delta" -> answer.preview(ModelDelta.Kind.TOOL_ARGUMENTS, delta[0]);
            case "error" -> throw ResponsesAnswer.failed(message[0]);
            default -> {}
        }
        return !ended[0];
    }

    private static boolean ends(String type) {
        return type.equals("response.completed")
                || type.equals("response.incomplete")
                || type.equals("response.failed");
    }
}
