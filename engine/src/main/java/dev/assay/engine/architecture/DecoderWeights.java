package dev.assay.engine.architecture;

import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.Weights;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/// The weights of a decoder, wherever they are kept.
public interface DecoderWeights extends AutoCloseable {

    /// What the decoder is made of.
    DecoderConfig config();

    /// Where each weight lies.
    DecoderLayout layout();

    /// The numbers of a tensor, row by row, as 32-bit floats: perhaps the array itself; do not change it.
    ///
    /// @throws dev.assay.engine.checkpoint.CheckpointException if a number is NaN or infinite
    float[] floats(String tensor);

    /// The tensor's own bytes, if they are mapped into memory; valid until this is closed.
    Optional<Stored> stored(String tensor);

    /// @param bytes little-endian, row by row; perhaps not aligned
    /// @param dtype type of the numbers
    record Stored(MemorySegment bytes, Dtype dtype) {}

    /// Looks through every number, on all cores; what is read as floats is looked through as it is read.
    ///
    /// @throws dev.assay.engine.checkpoint.CheckpointException if one is NaN or infinite; it is named
    void requireFinite();

    /// The numbers of a part of a tensor.
    default float[] floats(Slice slice) {
        return slice.of(floats(slice.tensor()));
    }

    /// Lets go of mapped files. What was read as floats stays.
    @Override
    void close();

    /// A Llama in memory.
    static DecoderWeights of(Weights weights) {
        return new LlamaWeights(weights);
    }

    /// A model folder, mapped: its config is read, and every tensor is there with its shape.
    ///
    /// @throws dev.assay.engine.checkpoint.UnsupportedArchitectureException if the engine does not compute it
    /// @throws dev.assay.engine.checkpoint.CheckpointException if a file is missing or damaged, or a tensor is
    ///     missing, foreign, or of another shape than `config.json` asks for, an adapter lies in the folder, or a
    ///     head lies in it that is not the embeddings although `config.json` ties the two
    static DecoderWeights open(Path folder) {
        return FolderWeights.open(folder);
    }
}
