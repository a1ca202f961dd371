package dev.assay.store.inspect;

import dev.assay.store.archive.ArchiveMember;
import dev.assay.store.archive.ZipArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A log in an archive (`.eval`), finished, running or left by a crash.
final class ArchiveSource implements LogSource {

    private static final String HEADER = "header.json";
    private static final String START = "_journal/start.json";
    private static final String SUMMARIES = "summaries.json";
    private static final String SUMMARY_JOURNAL = "_journal/summaries/";
    private static final String CONFIG_JOURNAL = "_journal/config_updates/";
    private static final String REDUCTIONS = "reductions.json";

    private final ZipArchive archive;
    private final ReadLimits limits;

    private ArchiveSource(ZipArchive archive, ReadLimits limits) {
        this.archive = archive;
        this.limits = limits;
    }

    static ArchiveSource open(Path file, ReadLimits limits) throws IOException {
        return new ArchiveSource(ZipArchive.open(file), limits);
    }

    @Override
    public ObjectNode header() throws IOException {
        Optional<JsonNode> header = json(HEADER);
        if (header.isPresent()) {
            return object(header.get(), HEADER);
        }
        JsonNode start = json(START)
                .orElseThrow(() -> new PartException(
                        "it has neither " + HEADER + " nor " + START + ", so it is no log of Inspect"));
        ObjectNode running = SampleResolver.shallow(object(start, START));
        running.put("status", "started");
        ArrayNode updates = InspectJson.MAPPER.createArrayNode();
        for (int number = 1; ; number++) {
            Optional<JsonNode> update = json(CONFIG_JOURNAL + number + ".json");
            if (update.isEmpty()) {
                break;
            }
            updates.add(update.get());
        }
        if (!updates.isEmpty()) {
            running.set("config_updates", updates);
        }
        return running;
    }

    @Override
    public void forEachSample(Consumer<ObjectNode> each) throws IOException {
        for (int number = 0; number < archive.count(); number++) {
            Optional<ArchiveMember> member = archive.member(number);
            if (member.isPresent()) {
                Optional<SampleName> name = SampleName.of(member.get().name());
                if (name.isPresent()) {
                    each.accept(sample(member.get(), name.get()));
                }
            }
        }
    }

    @Override
    public Optional<ObjectNode> sample(String id, int epoch) throws IOException {
        for (SampleName name : new SampleName[] {SampleName.whole(id, epoch), SampleName.inChunks(id, epoch)}) {
            Optional<ArchiveMember> member = archive.find(name.member());
            if (member.isPresent()) {
                return Optional.of(sample(member.get(), name));
            }
        }
        return Optional.empty();
    }

    @Override
    public void forEachSummary(Consumer<ObjectNode> each) throws IOException {
        if (elements(SUMMARIES, each)) {
            return;
        }
        int number = 1;
        while (elements(SUMMARY_JOURNAL + number + ".json", each)) {
            number++;
        }
    }

    @Override
    public void forEachReduction(Consumer<ObjectNode> each) throws IOException {
        elements(REDUCTIONS, each);
    }

    @Override
    public long sampleCount() throws IOException {
        long count = 0;
        for (int number = 0; number < archive.count(); number++) {
            Optional<ArchiveMember> member = archive.member(number);
            if (member.isPresent() && SampleName.of(member.get().name()).isPresent()) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }

    private ObjectNode sample(ArchiveMember member, SampleName name) throws IOException {
        long[] used = {0};
        ObjectNode sample = object(json(member, used), member.name());
        return name.chunked() ? new ChunkedSample(name, part -> part(part, used), limits).assemble(sample) : sample;
    }

    private Optional<JsonNode> part(String name, long[] used) throws IOException {
        Optional<ArchiveMember> member = archive.find(name);
        return member.isPresent() ? Optional.of(json(member.get(), used)) : Optional.empty();
    }

    private Optional<JsonNode> json(String name) throws IOException {
        return part(name, new long[] {0});
    }

    /// @param used bytes that count towards the same limit, raised by this member's
    private JsonNode json(ArchiveMember member, long[] used) throws IOException {
        if (member.size() > limits.memberBytes() - used[0]) {
            throw LogReader.tooLarge("member '" + member.name() + "'", limits.memberBytes());
        }
        used[0] += member.size();
        try (InputStream plain = archive.read(member)) {
            return InspectJson.MAPPER.readTree(plain);
        }
    }

    private boolean elements(String name, Consumer<ObjectNode> each) throws IOException {
        Optional<ArchiveMember> member = archive.find(name);
        if (member.isPresent()) {
            ElementStream.forEach(archive.read(member.get()), limits, name, each);
        }
        return member.isPresent();
    }

    private static ObjectNode object(JsonNode json, String name) {
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new PartException("member '" + name + "' is no JSON object");
    }
}
