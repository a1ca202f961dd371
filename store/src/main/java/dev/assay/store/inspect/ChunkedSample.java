package dev.assay.store.inspect;

import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts a sample that lies in chunks together, in the form of one that does not: a shell and four sequences
/// (messages, events, calls, attachments), each in members named by their first item. Attachments are
/// referred to by their place in the sequence.
final class ChunkedSample {

    /// Reads a member as JSON; nothing where there is no such member.
    @FunctionalInterface
    interface Members {
        Optional<JsonNode> read(String name) throws IOException;
    }

    private final SampleName name;
    private final Members members;
    private final ReadLimits limits;

    ChunkedSample(SampleName name, Members members, ReadLimits limits) {
        this.name = name;
        this.members = members;
        this.limits = limits;
    }

    ObjectNode assemble(ObjectNode shell) throws IOException {
        ObjectNode sample = SampleResolver.shallow(shell);
        ArrayNode messages = sequence("messages");
        sample.remove("message_refs");
        sample.set("messages", new References(limits).expand(InspectJson.array(shell, "message_refs"), messages));
        members.read(name.metadata()).ifPresent(metadata -> sample.set("metadata", metadata));
        sample.set("events", sequence("events"));
        ObjectNode attachments = InspectJson.MAPPER.createObjectNode();
        int place = 0;
        for (JsonNode attachment : sequence("attachments")) {
            attachments.set(Integer.toString(place++), attachment);
        }
        sample.set("attachments", attachments);
        ObjectNode pools = InspectJson.MAPPER.createObjectNode();
        pools.set("messages", messages);
        pools.set("calls", sequence("calls"));
        sample.set("events_data", pools);
        return sample;
    }

    private ArrayNode sequence(String which) throws IOException {
        ArrayNode items = InspectJson.MAPPER.createArrayNode();
        while (true) {
            Optional<JsonNode> chunk = members.read(name.chunk(which, items.size()));
            if (chunk.isEmpty()) {
                return items;
            }
            if (!(chunk.get() instanceof ArrayNode more) || more.isEmpty()) {
                throw new PartException("'" + name.chunk(which, items.size()) + "' is no JSON array of items");
            }
            more.forEach(items::add);
        }
    }
}
