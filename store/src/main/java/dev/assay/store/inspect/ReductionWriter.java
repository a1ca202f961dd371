package dev.assay.store.inspect;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.node.ObjectNode;

/// `reductions.json`: for each scorer the score of each sample over its epochs. Written where there is more
/// than one epoch and the reducer is one that {@link EpochScores} knows. Spooled to a file a scorer.
final class ReductionWriter implements AutoCloseable {

    private record Part(Path file, OutputStream out) {}

    private final String reducerName;
    private final List<ToDoubleFunction<double[]>> reducer;
    private final Path near;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Map<String, List<Score>> scores = new HashMap<>();
    private String current = "";

    ReductionWriter(EvalSpec eval, Path near) {
        this.reducerName = eval.epochsReducer();
        this.reducer =
                eval.epochs() > 1 ? EpochScores.reducer(reducerName).stream().toList() : List.of();
        this.near = near;
    }

    void add(EvalSample sample) throws IOException {
        if (reducer.isEmpty()) {
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
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            part.getValue().out().close();
            JsonBuffer.write(member, first ? "[{\"scorer\":" : ",{\"scorer\":");
            member.write(JsonBuffer.bytes(InspectJson.MAPPER.stringNode(part.getKey())));
            JsonBuffer.write(member, ",\"reducer\":\"" + reducerName + "\",\"samples\":[");
            Files.copy(part.getValue().file(), member);
            JsonBuffer.write(member, "]}");
            first = false;
        }
        JsonBuffer.write(member, "]");
        archive.write("reductions.json", member);
    }

    private void flush() throws IOException {
        for (Map.Entry<String, List<Score>> entry : scores.entrySet()) {
            Part part = parts.get(entry.getKey());
            boolean first = part == null;
            if (part == null) {
                part = part();
                parts.put(entry.getKey(), part);
            }
            List<Score> epochs = entry.getValue();
            double[] values = epochs.stream()
                    .filter(Score::isScored)
                    .mapToDouble(Score::value)
                    .toArray();
            ObjectNode json = SampleWriter.score(epochs.getFirst(), text -> text);
            json.put(
                    "value",
                    values.length == 0 ? Double.NaN : reducer.getFirst().applyAsDouble(values));
            json.put("sample_id", current);
            if (!first) {
                part.out().write(',');
            }
            part.out().write(JsonBuffer.bytes(json));
        }
        scores.clear();
    }

    private Part part() throws IOException {
        Path file = PartFiles.beside(near);
        return new Part(file, new BufferedOutputStream(Files.newOutputStream(file)));
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts.values()) {
            part.out().close();
            Files.deleteIfExists(part.file());
        }
    }
}
