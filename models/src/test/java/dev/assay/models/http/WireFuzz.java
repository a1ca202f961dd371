package dev.assay.models.http;

import dev.assay.core.model.ModelOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/// What the parsers of providers' answers must keep, whatever bytes they get: an answer, or one of three
/// failures that the caller knows. Used by the seeded test here and by the fuzzer in `bench/fuzz`.
public final class WireFuzz {

    private WireFuzz() {}

    /// Reads `bytes` as an answer of the model's wire format.
    ///
    /// @return whether they are one
    public static boolean whole(HostedModel model, byte[] bytes) {
        AnswerBuilder answer = new AnswerBuilder("m");
        try (JsonParser json = Json.parser(new BoundedStream(new ByteArrayInputStream(bytes), 1 << 20))) {
            json.nextToken();
            model.format().read(json, answer);
            json.nextToken();
        } catch (Failure | JacksonException known) {
            return false;
        }
        return check(answer);
    }

    /// Reads `bytes` as an answer that comes in pieces.
    ///
    /// @return whether they are one
    public static boolean stream(HostedModel model, byte[] bytes) {
        AnswerBuilder answer = new AnswerBuilder("m");
        Reply reply =
                new Reply(200, name -> Optional.empty(), new BoundedStream(new ByteArrayInputStream(bytes), 1 << 20));
        try {
            model.format().readStream(reply, answer);
        } catch (Failure | IOException known) {
            return false;
        }
        return answer.isComplete() && check(answer);
    }

    /// Reads `bytes` as the body of an error.
    public static void error(HostedModel model, byte[] bytes) {
        String shown = new HttpFailures(ApiKey.bearer("NONE", variable -> null)).quote(ErrorText.ofBody(bytes));
        if (shown.chars().anyMatch(unit -> unit < ' ') || shown.codePointCount(0, shown.length()) > 200) {
            throw new IllegalStateException("An error of " + model.name() + " was shown as it came.");
        }
    }

    private static boolean check(AnswerBuilder answer) {
        ModelOutput output = answer.build(Duration.ZERO, true);
        return output.usage().totalTokens() >= 0 || output.completion().isEmpty();
    }
}
