package dev.assay.torch;

import dev.assay.engine.decoder.SequenceCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/// Keys and values of one sequence in native memory: `[layers, 2, keyValueHeads, room, headDim]`.
final class NativeCache implements SequenceCache {

    private static final int LEAST = 64;

    private final int layers;
    private final long heads;
    private final long width;
    private final torch.ScalarType type;
    private Optional<Store> store = Optional.empty();
    private int room;
    private int length;

    /// @param numbers all
    /// @param keys a view of each layer's, `[keyValueHeads, room, headDim]`
    /// @param values as the keys
    /// @param block what frees them
    private record Store(Tensor numbers, List<Tensor> keys, List<Tensor> values, NativeBlock block) {

        static Store of(Object owner, Tensor numbers) {
            var keys = new ArrayList<Tensor>();
            var values = new ArrayList<Tensor>();
            for (var layer = 0; layer < numbers.size(0); layer++) {
                keys.add(numbers.select(0, layer).select(0, 0));
                values.add(numbers.select(0, layer).select(0, 1));
            }
            var all = new ArrayList<>(List.of(numbers));
            all.addAll(keys);
            all.addAll(values);
            all.forEach(Tensor::retainReference);
            return new Store(numbers, keys, values, new NativeBlock(owner, all));
        }
    }

    NativeCache(int layers, long heads, long width, torch.ScalarType type) {
        this.layers = layers;
        this.heads = heads;
        this.width = width;
        this.type = type;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void reserve(int positions) {
        if (positions <= room) {
            return;
        }
        var more = Math.max(positions, Math.max(LEAST, room + room / 2));
        try (var _ = new PointerScope()) {
            var numbers = torch.zeros(new long[] {layers, 2, heads, more, width}, new TensorOptions(type));
            store.ifPresent(old -> {
                if (length > 0) {
                    numbers.narrow(3, 0, length).copy_(old.numbers.narrow(3, 0, length));
                }
            });
            replace(numbers);
        }
        room = more;
    }

    private void replace(Tensor numbers) {
        store.ifPresent(old -> old.block.close());
        store = Optional.of(Store.of(this, numbers));
    }

    private Store held() {
        return store.orElseThrow(() -> new IllegalStateException("no room was reserved"));
    }

    /// Keys of a layer at some positions, `[keyValueHeads, count, headDim]`.
    Tensor keys(int layer, long from, long count) {
        return held().keys().get(layer).narrow(1, from, count);
    }

    /// Values, as the keys.
    Tensor values(int layer, long from, long count) {
        return held().values().get(layer).narrow(1, from, count);
    }

    /// Writes behind what is held.
    ///
    /// @param keys `[count, keyValueHeads, headDim]`
    /// @param values as the keys
    void put(int layer, Tensor keys, Tensor values, long count) {
        keys(layer, length, count).copy_(keys.transpose(0, 1));
        values(layer, length, count).copy_(values.transpose(0, 1));
    }

    @Override
    public void advance(int positions) {
        length += positions;
    }

    @Override
    public long bytes() {
        return 2L * layers * heads * width * room * (type == torch.ScalarType.Float ? 4 : 2);
    }

    @Override
    public NativeCache beginning(int count, int room) {
        var cache = new NativeCache(layers, heads, width, type);
        cache.reserve(Math.max(count, room));
        try (var _ = new PointerScope()) {
            cache.held().numbers().narrow(3, 0, count).copy_(held().numbers().narrow(3, 0, count));
        }
        cache.length = count;
        return cache;
    }

    @Override
    public void close() {
        store.ifPresent(old -> old.block.close());
        store = Optional.empty();
        room = 0;
    }
}
