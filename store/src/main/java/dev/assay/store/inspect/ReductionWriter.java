package dev.assay.store.inspect;

import dev.assay.core.task.EpochReducer;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.Score;
import dev.assay.store.archive.MemberSpool;
import dev.assay.store.archive.PartFiles;
import dev.assay.store.archive.ZipWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.node.ObjectNode;

/// `reductions.json`: for each scorer and reducer the score of each sample over its epochs. Written where
/// there is more than one epoch. Spooled to a file a scorer and reducer.
final class ReductionWriter implements AutoCloseable {

    private record Part(Path file, OutputStream out, AtomicBoolean empty) {}

    private record Key(String scorer, EpochReducer reducer) {}

    private final List<EpochReducer> reducers;
    private final int asked;
    private final Path near;
    private final Map<Key, Part> parts = new LinkedHashMap<>();
    private final Map<String, List<Score>> scores = new TreeMap<>();
    private String current = "";

    ReductionWriter(EvalSpec eval, Path near) {
        this.reducers = eval.epochs() > 1 ? JournalOutcome.reducers(eval.epochsReducer()) : List.of();
        this.asked = eval.epochs();
        this.near = near;
    }

    void add(EvalSample sample) throws IOException {
        if (reducers.isEmpty()) {
            return;
        }
        if (!sample.id().equals(current)) {
            flush();
            current = sample.id();
        }
        sample.scores()
                .forEach((scorer, score) -> scores.computeIfAbsent(scorer, name -> new ArrayList<>())
                        .add(score));
    }

    void write(ZipWriter archive) throws IOException {
        flush();
        if (parts.isEmpty()) {
            return;
        }
        MemberSpool member = archive.spool();
        boolean first = true;
        for (Map.Entry<Key, Part> part : parts.entrySet()) {
            part.getValue().out().close();
            JsonBuffer.write(member, first ? "[{\"scorer\":" : ",{\"scorer\":");
            member.write(
                    JsonBuffer.bytes(InspectJson.MAPPER.stringNode(part.getKey().scorer())));
            JsonBuffer.write(member, ",\"reducer\":\"" + part.getKey().reducer().name() + "\",\"samples\":[");
            Files.copy(part.getValue().file(), member);
            JsonBuffer.write(member, "]}");
            first = false;
        }
        JsonBuffer.write(member, "]");
        archive.write("reductions.json", member);
    }

    private void flush() throws IOException {
        for (Map.Entry<String, List<Score>> entry : scores.entrySet()) {
            for (EpochReducer reducer : reducers) {
                add(new Key(entry.getKey(), reducer), entry.getValue());
            }
        }
        scores.clear();
    }

    private void add(Key key, List<Score> epochs) throws IOException {
        Part part = parts.get(key);
        if (part == null) {
            Path file = PartFiles.beside(near);
            part = new Part(file, new BufferedOutputStream(Files.newOutputStream(file)), new AtomicBoolean(true));
            parts.put(key, part);
        }
        double[] values = epochs.stream()
                .filter(Score::isScored)
                .mapToDouble(Score::value)
                .toArray();
        ObjectNode json = SampleWriter.score(epochs.getFirst(), text -> text);
        int missing = Math.max(0, asked - values.length);
        MessageWriter.putNumber(
                json, "value", values.length == 0 ? Double.NaN : key.reducer().reduce(values, missing));
        json.put("sample_id", SampleName.visible(current));
        if (!part.empty().getAndSet(false)) {
            part.out().write(',');
        }
        part.out().write(JsonBuffer.bytes(json));
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts.values()) {
            part.out().close();
            Files.deleteIfExists(part.file());
        }
    }
}
