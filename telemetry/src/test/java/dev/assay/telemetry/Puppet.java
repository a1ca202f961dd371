package dev.assay.telemetry;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import java.time.Duration;
import java.util.List;

/// Says back what it is told, and fails where it is told to; its fingerprint is that of a model behind
/// HTTP.
final class Puppet implements Model {

    @Override
    public String name() {
        return "http://127.0.0.1:8000/v1#puppet";
    }

    @Override
    public String fingerprint() {
        return "openai-chat:http://127.0.0.1:8000/v1#puppet";
    }

    @Override
    public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("A conversation needs at least one message.");
        }
        String asked = messages.getLast().content();
        if (asked.contains("fail")) {
            throw new ModelException(ModelException.Kind.BAD_REQUEST, "refused: " + asked);
        }
        return new ModelOutput(
                "puppet-2", asked, StopReason.MAX_TOKENS, new ModelUsage(10, 3, 5, 2, 1), Duration.ZERO, List.of());
    }
}
