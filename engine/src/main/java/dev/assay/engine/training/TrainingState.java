package dev.assay.engine.training;

import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.SafetensorsReader;
import dev.assay.engine.checkpoint.SafetensorsWriter;
import dev.assay.engine.checkpoint.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where a run stands, to the last bit: a safetensors file of 32-bit floats.
///
/// @param step steps done
/// @param supervisedTokens tokens so far whose prediction cost something
/// @param plan digest of the plan
/// @param rows digest of the rows used so far
/// @param environment what else decides the bits: [Trainer#environment()]
/// @param buffers weights and the optimizer's memory, by name
public record TrainingState(
        int step, long supervisedTokens, String plan, String rows, String environment, Map<String, float[]> buffers) {

    public TrainingState {
        buffers = Map.copyOf(buffers);
    }

    /// Writes the file; after a failure the one before it is still there.
    ///
    /// @throws TrainingException if the disk is full or the folder cannot be written
    public void write(Path file) {
        var tensors = new TreeMap<String, SafetensorsWriter.Streamed>();
        buffers.forEach((name, numbers) -> tensors.put(
                name,
                SafetensorsWriter.Streamed.of(
                        new SafetensorsWriter.Values(List.of(numbers.length), numbers), Dtype.F32)));
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("step", Integer.toString(step));
        metadata.put("supervisedTokens", Long.toString(supervisedTokens));
        metadata.put("plan", plan);
        metadata.put("rows", rows);
        metadata.put("environment", environment);
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            WholeFile.write(file, out -> SafetensorsWriter.write(out, tensors, metadata));
        } catch (IOException e) {
            throw new TrainingException(
                    "The state of the training cannot be kept in %s (%s): make room or name another folder; %s."
                            .formatted(
                                    file,
                                    e.getMessage(),
                                    Files.exists(file) ? "the state before it is still there" : "nothing was kept"),
                    e);
        }
    }

    /// The state that lies in the file, if there is one.
    ///
    /// @throws TrainingException if the file is damaged, or the state is of another plan or environment
    public static Optional<TrainingState> read(Path file, String plan, String environment) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try (var reader = SafetensorsReader.open(file)) {
            var metadata = reader.metadata();
            var buffers = new LinkedHashMap<String, float[]>();
            reader.names().forEach(name -> buffers.put(name, reader.floats(name)));
            var state = new TrainingState(
                    Integer.parseInt(metadata.getOrDefault("step", "")),
                    Long.parseLong(metadata.getOrDefault("supervisedTokens", "")),
                    metadata.getOrDefault("plan", ""),
                    metadata.getOrDefault("rows", ""),
                    metadata.getOrDefault("environment", ""),
                    buffers);
            if (!state.plan().equals(plan)) {
                throw new TrainingException(
                        "%s was kept by a run of another plan: train with that plan, or remove the file to begin anew."
                                .formatted(file));
            }
            if (!state.environment().equals(environment)) {
                throw new TrainingException(
                        "%s was kept under '%s', and this is '%s', which would give other bits: go on there, or remove the file to begin anew."
                                .formatted(file, state.environment(), environment));
            }
            return Optional.of(state);
        } catch (CheckpointException | NumberFormatException e) {
            throw new TrainingException(
                    "%s is no state of a training (%s): remove it to begin anew.".formatted(file, e.getMessage()), e);
        }
    }

    /// Takes from the source the rows that were used, and checks that they are the same.
    ///
    /// @param rowsPerStep of the plan
    /// @return the digest, to be continued
    /// @throws TrainingException if they are other rows
    public RowDigest skip(RowSource source, int rowsPerStep) {
        var digest = new RowDigest();
        for (var row = 0L; row < (long) step * rowsPerStep; row++) {
            digest.add(source.next());
        }
        if (!digest.soFar().equals(rows)) {
            throw new TrainingException(
                    "The rows are not those that the training was begun with: give it the same, or remove its state to begin anew.");
        }
        return digest;
    }

    /// The numbers of a buffer.
    ///
    /// @throws TrainingException if there is none of this name and length
    public float[] buffer(String name, long length) {
        var numbers = buffers.get(name);
        if (numbers == null || numbers.length != length) {
            throw new TrainingException("The state of the training has no '%s' of %d numbers: remove it to begin anew."
                    .formatted(name, length));
        }
        return numbers;
    }
}
