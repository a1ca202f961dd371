package dev.assay.torch;

import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.architecture.Slice;
import dev.assay.engine.checkpoint.Dtype;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// The weights of a decoder as tensors of one type: mapped where they are kept in it, else copies. They live until
/// [#close()], beyond any scope.
final class DecoderTensors implements DecoderOperands.Source, AutoCloseable {

    private final DecoderWeights weights;
    private final torch.ScalarType type;
    private final Map<String, Tensor> whole = new HashMap<>();
    private final List<Pointer> kept = new ArrayList<>();

    /// @param weights stay open until this is closed, which closes them
    DecoderTensors(DecoderWeights weights, Dtype dtype) {
        this.weights = weights;
        this.type = type(dtype);
    }

    static torch.ScalarType type(Dtype dtype) {
        return switch (dtype) {
            case F32 -> torch.ScalarType.Float;
            case F16 -> torch.ScalarType.Half;
            case BF16 -> torch.ScalarType.BFloat16;
        };
    }

    /// A place in memory that is not freed with the pointer.
    private static final class Address extends Pointer {
        Address(long place) {
            super((Pointer) null);
            address = place;
        }
    }

    /// The rows of a slice, `[rows, columns]`, or `[rows]` of a vector.
    @Override
    public Tensor of(Slice slice) {
        try (var _ = new PointerScope()) {
            return kept(taken(whole(slice), slice));
        }
    }

    @Override
    public Tensor beside(List<Slice> slices) {
        try (var _ = new PointerScope()) {
            var parts = slices.stream()
                    .map(slice -> taken(whole.containsKey(slice.tensor()) ? whole(slice) : read(slice), slice))
                    .toArray(Tensor[]::new);
            return kept(torch.cat(new TensorVector(parts), 0));
        }
    }

    @Override
    public <P extends Pointer> P kept(P made) {
        made.retainReference();
        kept.add(made);
        return made;
    }

    private static Tensor taken(Tensor all, Slice slice) {
        if (slice.isWhole()) {
            return all.view(slice.shape().stream().mapToLong(Integer::longValue).toArray());
        }
        var rows = slice.transposed() ? all.t() : all;
        if (slice.run() == slice.allRows()) {
            return rows;
        }
        if (slice.stride() == slice.allRows()) {
            return rows.narrow(0, slice.first(), slice.run());
        }
        var runs = slice.allRows() / (long) slice.stride();
        return slice.shape().size() == 1
                ? rows.view(runs, slice.stride())
                        .narrow(1, slice.first(), slice.run())
                        .reshape(slice.rows())
                : rows.view(runs, slice.stride(), slice.columns())
                        .narrow(1, slice.first(), slice.run())
                        .reshape(slice.rows(), slice.columns());
    }

    private Tensor whole(Slice slice) {
        var known = whole.get(slice.tensor());
        if (known == null) {
            known = kept(read(slice));
            whole.put(slice.tensor(), known);
        }
        return known;
    }

    private Tensor read(Slice slice) {
        var shape = slice.shape().stream().mapToLong(Integer::longValue).toArray();
        var stored = weights.stored(slice.tensor());
        if (stored.isEmpty()) {
            return torch.from_blob(new FloatPointer(weights.floats(slice.tensor())), shape)
                    .to(type)
                    .clone();
        }
        var bytes = stored.get().bytes();
        var dtype = stored.get().dtype();
        var mapped = torch.from_blob(new Address(bytes.address()), shape, new TensorOptions(type(dtype)));
        var aligned = bytes.address() % dtype.bytes() == 0;
        if (type(dtype) == type) {
            return aligned ? mapped : mapped.clone();
        }
        return mapped.to(type);
    }

    @Override
    public void close() {
        kept.forEach(Pointer::releaseReference);
        kept.clear();
        whole.clear();
        weights.close();
    }
}
