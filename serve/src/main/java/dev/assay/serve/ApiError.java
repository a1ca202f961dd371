package dev.assay.serve;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A request that is refused, in the shape that OpenAI's clients expect.
final class ApiError extends RuntimeException {

    private final int status;
    private final String type;
    private final @Nullable String param;
    private final @Nullable String code;

    private ApiError(int status, String type, @Nullable String param, @Nullable String code, String message) {
        super(message);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    /// A request that can never succeed as it is.
    static ApiError badRequest(@Nullable String param, @Nullable String code, String message) {
        return new ApiError(400, "invalid_request_error", param, code, message);
    }

    /// A field that asks for what cannot be done here.
    static ApiError unsupported(String param, String message) {
        return badRequest(param, "unsupported_parameter", message);
    }

    /// A value of the wrong type or out of its range.
    static ApiError invalid(String param, String message) {
        return badRequest(param, "invalid_value", message);
    }

    static ApiError of(int status, @Nullable String code, String message) {
        var type = switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            case 500, 503 -> "server_error";
            default -> "invalid_request_error";
        };
        return new ApiError(status, type, null, code, message);
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        var body = JsonMapper.shared().createObjectNode();
        body.putObject("error")
                .put("message", getMessage())
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return body;
    }
}
