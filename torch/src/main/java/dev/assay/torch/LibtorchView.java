package dev.assay.torch;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.decoder.Depth;
import dev.assay.engine.decoder.GradientBackend;
import dev.assay.engine.decoder.Rows;
import dev.assay.engine.decoder.SequenceCache;
import dev.assay.engine.decoder.SiteListener;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.GradientSink;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Site;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Weights on libtorch and what a view changes on the way. Threads share one.
final class LibtorchView implements GradientBackend {

    private final Gate gate;
    private final LibtorchForward forward;
    private final Watch edits;

    LibtorchView(Gate gate, LibtorchForward forward, Watch edits) {
        this.gate = gate;
        this.forward = forward;
        this.edits = edits;
    }

    LibtorchForward forward() {
        return forward;
    }

    @Override
    public DecoderConfig config() {
        return forward.config();
    }

    @Override
    public String description() {
        return forward.type() == torch.ScalarType.Float
                ? "libtorch, 32-bit floats"
                : "libtorch, " + forward.type().toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public LibtorchView view(List<Intervention> interventions) {
        var directions = Direction.orthonormal(Intervention.orthogonalised(interventions));
        var changes = TensorEdits.of(interventions, config());
        return directions.isEmpty()
                ? new LibtorchView(gate, forward, changes)
                : gate.whileOpen(() -> orthogonalised(directions, changes));
    }

    private LibtorchView orthogonalised(List<Direction> directions, Watch changes) {
        try (var _ = new PointerScope();
                var _ = new NoGradGuard()) {
            var operands = forward.operands();
            for (var direction : directions) {
                operands = operands.orthogonalised(TensorRows.vector(direction.unit()));
            }
            var copies = new ArrayList<Tensor>(operands.written());
            copies.forEach(Tensor::retainReference);
            var changed = forward.with(operands);
            new NativeBlock(changed, copies);
            return new LibtorchView(gate, changed, changes);
        }
    }

    @Override
    public SequenceCache cache() {
        return new NativeCache(config().layerCount(), config().keyValueHeads(), config().headDim(), forward.type());
    }

    private record Logits(float[][] rows) implements Workspace {
        @Override
        public float[] logits(int wanted) {
            return rows[wanted];
        }
    }

    @Override
    public Workspace workspace(int rows, int logitRows) {
        return new Logits(new float[logitRows][config().vocabSize()]);
    }

    /// Weights of a view's own are freed when nobody knows it any more, which must not be while they are computed with.
    private <T> T computed(Supplier<T> work) {
        try {
            return gate.whileOpen(work);
        } finally {
            Reference.reachabilityFence(forward);
        }
    }

    @Override
    public void forward(Rows rows, Workspace workspace, SiteListener listener, Depth depth) {
        computed(() -> {
            try (var _ = new PointerScope();
                    var _ = new NoGradGuard()) {
                var reading = listener == SiteListener.NONE ? Watch.NONE : new SiteReading(listener, rows);
                forward.logits(Pass.of(rows), depth, Watch.both(edits, reading))
                        .ifPresent(logits -> TensorRows.copy(logits, ((Logits) workspace).rows()));
            }
            return rows;
        });
    }

    @Override
    public void gradients(List<Loss> losses, List<Site> sites, List<int[]> prompts, GradientSink sink) {
        var computing = new LibtorchGradients(forward, edits, sites);
        var from = 0;
        while (from < prompts.size()) {
            var first = from;
            var to = computing.together(losses, prompts, first);
            var found = computed(() -> computing.of(losses.subList(first, to), prompts.subList(first, to)));
            for (var i = first; i < to; i++) {
                sink.accept(i, found.get(i - first).loss(), found.get(i - first).rows());
            }
            from = to;
        }
    }

    @Override
    public float[][] perToken(float[][] gradients) {
        return computed(() -> {
            try (var _ = new PointerScope();
                    var _ = new NoGradGuard()) {
                var rows = new Tensor[gradients.length];
                Arrays.setAll(rows, i -> torch.tensor(gradients[i]));
                var scaled = torch.stack(new TensorVector(rows))
                        .mul(forward.embeddingScale().to(torch.ScalarType.Float))
                        .to(forward.type());
                return TensorRows.of(torch.linear(scaled, forward.operands().embeddings()));
            }
        });
    }

    @Override
    public void close() {
        // the base closes what is shared, and what is not goes with this
    }
}
