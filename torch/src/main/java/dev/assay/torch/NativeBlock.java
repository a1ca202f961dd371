package dev.assay.torch;

import java.lang.ref.Cleaner;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/// Native memory that is freed when it is closed, or when nobody knows it any more.
final class NativeBlock implements AutoCloseable {

    private static final Cleaner CLEANER = Cleaner.create();

    private final Cleaner.Cleanable cleanable;

    /// Takes over pointers that were kept beyond their scope by [Pointer#retainReference].
    ///
    /// @param owner when it is gone, they are released
    NativeBlock(Object owner, List<? extends Pointer> pointers) {
        var kept = List.copyOf(pointers);
        cleanable = CLEANER.register(owner, () -> kept.forEach(Pointer::releaseReference));
    }

    @Override
    public void close() {
        cleanable.clean();
    }
}
