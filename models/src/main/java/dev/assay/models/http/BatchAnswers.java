package dev.assay.models.http;

import dev.assay.core.model.Capability;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/// Tells the results of one batch, each id once, whatever has to be read again. For one thread.
public final class BatchAnswers {

    private final String name;
    private final WireFormat format;
    private final HttpFailures failures;
    private final BiConsumer<String, BatchClient.Result> taker;
    private final Set<String> told = new HashSet<>();

    /// @param name of the endpoint, for messages
    public BatchAnswers(
            String name, WireFormat format, Credentials credentials, BiConsumer<String, BatchClient.Result> taker) {
        this.name = name;
        this.format = format;
        this.failures = new HttpFailures(credentials);
        this.taker = taker;
    }

    /// An answer, as a call of its own would have brought it.
    public void answered(String id, String body) {
        try (JsonParser json = Json.parser(body)) {
            json.nextToken();
            AnswerBuilder answer = new AnswerBuilder(format.model());
            format.read(json, answer);
            tell(id, new BatchClient.Result.Answered(answer.build(Duration.ZERO, true)));
        } catch (Failure failure) {
            failed(id, failure);
        } catch (JacksonException damage) {
            failed(
                    id,
                    Failure.lasting(
                            ModelException.Kind.MALFORMED,
                            "gave an answer that is no whole JSON",
                            "look at the batch at its provider"));
        }
    }

    /// A refusal with a status, as a call of its own would have met it.
    public void refused(String id, int status, String body) {
        failed(
                id,
                failures.ofStatus(
                        status, ErrorText.ofBody(body.getBytes(StandardCharsets.UTF_8)), Optional.empty(), true));
    }

    /// Anything else but an answer.
    public void failed(String id, Failure failure) {
        tell(id, new BatchClient.Result.Failed(failure.asException(name, 0, failures::quote)));
    }

    private void tell(String id, BatchClient.Result result) {
        if (told.add(id)) {
            taker.accept(id, result);
        }
    }

    /// Refuses what the model cannot do, before anything is handed in.
    ///
    /// @throws ModelException `UNSUPPORTED`
    public static void requireSupported(WireFormat format, Iterable<ModelRequest> requests) {
        for (ModelRequest request : requests) {
            Set<Capability> lacking = request.needs();
            lacking.removeAll(format.capabilities());
            if (!lacking.isEmpty()) {
                throw HostedModel.unsupported(
                        format.model(), lacking.iterator().next().words(), "leave that out, or ask a model that does");
            }
        }
    }
}
