package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderLayout;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.architecture.LayerAttention;
import dev.assay.engine.architecture.QueryKeyNorm;
import dev.assay.engine.architecture.RotaryPositions;
import dev.assay.engine.hooks.PatternEdits;
import dev.assay.engine.hooks.SiteKind;
import dev.assay.engine.kernel.Kernel;
import dev.assay.engine.kernel.Matrix;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The decoder: tokens to logits, of any architecture that a [DecoderConfig] describes. Immutable; many threads may
/// use one, each with a [Workspace] of its own.
///
/// The result for a row depends on the tokens of its sequence alone, bit for bit: not on the rows beside
/// it, not on how the sequence was cut into steps, not on whether its beginning was computed here or
/// taken over from another cache.
final class Decoder {

    private record Layer(
            LayerAttention reach,
            Optional<Rotary> rotary,
            Optional<Norm> beforeAttention,
            Linear queryKeyValue,
            Optional<Norm> queryNorm,
            Optional<Norm> keyNorm,
            Linear output,
            Optional<Norm> afterAttention,
            Optional<Norm> beforeMlp,
            Linear gateUp,
            Linear down,
            Optional<Norm> afterMlp) {}

    private final DecoderConfig config;
    private final Kernel kernel;
    private final float[] embeddings;
    private final Optional<float[]> positions;
    private final Layer[] layers;
    private final Norm norm;
    private final Matrix head;
    private final float embeddingScale;
    private final float attentionScale;
    private final float attentionCap;
    private final float logitCap;

    Decoder(DecoderWeights weights, Kernel kernel) {
        this.config = weights.config();
        this.kernel = kernel;
        var layout = weights.layout();
        embeddings = weights.floats(layout.embeddings());
        positions = layout.positions().map(weights::floats);
        var rotaries = new HashMap<RotaryPositions, Rotary>();
        layers = new Layer[config.layerCount()];
        for (var i = 0; i < layers.length; i++) {
            layers[i] = layer(weights, layout.blocks().get(i), config.layers().get(i), rotaries);
        }
        norm = Norm.of(config.norm(), layout.norm(), weights);
        head = Matrix.ofLayers(
                config.hiddenSize(), config.tieWordEmbeddings() ? embeddings : weights.floats(layout.head()));
        embeddingScale = (float) config.embeddingScale();
        attentionScale = (float) config.attention().scale();
        attentionCap = (float) config.attention().softCap();
        logitCap = (float) config.logitSoftCap();
    }

    /// A decoder that shares all but what writes into the residual stream, from which a direction is taken out:
    /// `W - d d^T W` for embeddings, learned positions, and the output projections with their biases.
    Decoder orthogonalised(double[] unit) {
        return new Decoder(this, unit);
    }

    private Decoder(Decoder other, double[] unit) {
        config = other.config;
        kernel = other.kernel;
        embeddings = Orthogonal.rows(other.embeddings, unit);
        positions = other.positions.map(rows -> Orthogonal.rows(rows, unit));
        layers = new Layer[other.layers.length];
        for (var i = 0; i < layers.length; i++) {
            var layer = other.layers[i];
            layers[i] = new Layer(
                    layer.reach(),
                    layer.rotary(),
                    layer.beforeAttention(),
                    layer.queryKeyValue(),
                    layer.queryNorm(),
                    layer.keyNorm(),
                    layer.output().orthogonalised(unit),
                    layer.afterAttention(),
                    layer.beforeMlp(),
                    layer.gateUp(),
                    layer.down().orthogonalised(unit),
                    layer.afterMlp());
        }
        norm = other.norm;
        head = other.head;
        embeddingScale = other.embeddingScale;
        attentionScale = other.attentionScale;
        attentionCap = other.attentionCap;
        logitCap = other.logitCap;
    }

    private static Layer layer(
            DecoderWeights weights,
            DecoderLayout.Block block,
            LayerAttention reach,
            Map<RotaryPositions, Rotary> rotaries) {
        var config = weights.config();
        return new Layer(
                reach,
                reach.rotary()
                        .map(rotary -> rotaries.computeIfAbsent(
                                rotary, key -> new Rotary(key, config.headDim(), config.maxPositions()))),
                norm(weights, block.beforeAttention()),
                Linear.of(weights, block.query(), block.key(), block.value()),
                norm(weights, block.queryNorm()),
                norm(weights, block.keyNorm()),
                Linear.of(weights, block.output()),
                norm(weights, block.afterAttention()),
                norm(weights, block.beforeMlp()),
                block.gate()
                        .map(gate -> Linear.of(weights, gate, block.up()))
                        .orElseGet(() -> Linear.of(weights, block.up())),
                Linear.of(weights, block.down()),
                norm(weights, block.afterMlp()));
    }

    private static Optional<Norm> norm(DecoderWeights weights, Optional<DecoderLayout.Norm> place) {
        return place.map(norm -> Norm.of(weights.config().norm(), norm, weights));
    }

    DecoderConfig config() {
        return config;
    }

    Kernel kernel() {
        return kernel;
    }

    /// Computes a step: writes keys and values of every row into its cache, and the logits of the wanted
    /// rows into `workspace.logits`, in their order. The caller advances the caches afterwards.
    void forward(Rows rows, Workspace workspace, SiteListener listener) {
        forward(rows, workspace, listener, Depth.WHOLE);
    }

    /// As the other, but no more of it than is wanted.
    void forward(Rows rows, Workspace workspace, SiteListener listener, Depth depth) {
        var hidden = config.hiddenSize();
        var x = workspace.residual;
        workspace.reserve(rows);
        embed(rows, x);
        listener.at(SiteKind.EMBED, -1, rows, x, rows.count, 0, hidden);
        for (var layer = 0; layer < layers.length; layer++) {
            listener.at(SiteKind.RESID_PRE, layer, rows, x, rows.count, 0, hidden);
            if (layer == depth.layers()) {
                return;
            }
            if (config.parallelResidual()) {
                attention(layer, rows, workspace, workspace.parallel, listener);
                mlp(layer, rows, workspace, workspace.normed, listener);
                add(x, workspace.parallel, rows.count);
                add(x, workspace.normed, rows.count);
            } else {
                attention(layer, rows, workspace, workspace.normed, listener);
                add(x, workspace.normed, rows.count);
                listener.at(SiteKind.RESID_MID, layer, rows, x, rows.count, 0, hidden);
                mlp(layer, rows, workspace, workspace.normed, listener);
                add(x, workspace.normed, rows.count);
            }
            listener.at(SiteKind.RESID_POST, layer, rows, x, rows.count, 0, hidden);
        }
        if (depth.norm()) {
            head(rows, workspace, listener, depth.logits());
        }
    }

    /// x = scale * embedding[token] (+ learned position)
    private void embed(Rows rows, float[][] x) {
        var hidden = config.hiddenSize();
        for (var r = 0; r < rows.count; r++) {
            System.arraycopy(embeddings, rows.tokens[r] * hidden, x[r], 0, hidden);
            if (embeddingScale != 1) {
                for (var i = 0; i < hidden; i++) {
                    x[r][i] *= embeddingScale;
                }
            }
            if (positions.isPresent()) {
                var learned = positions.get();
                for (var i = 0; i < hidden; i++) {
                    x[r][i] += learned[rows.positions[r] * hidden + i];
                }
            }
        }
    }

    /// logits = cap(head(norm(x)))
    private void head(Rows rows, Workspace workspace, SiteListener listener, boolean logits) {
        for (var w = 0; w < rows.wantedCount; w++) {
            norm.apply(workspace.residual[rows.wanted[w]], workspace.normed[w]);
        }
        listener.at(SiteKind.FINAL_NORM, -1, rows, workspace.normed, rows.wantedCount, 0, config.hiddenSize());
        if (!logits) {
            return;
        }
        kernel.multiply(head, workspace.normed, workspace.logits, rows.wantedCount);
        if (logitCap > 0) {
            for (var w = 0; w < rows.wantedCount; w++) {
                Functions.softCap(workspace.logits[w], config.vocabSize(), 1, logitCap);
            }
        }
    }

    private void add(float[][] x, float[][] update, int count) {
        for (var r = 0; r < count; r++) {
            Functions.add(x[r], update[r], config.hiddenSize());
        }
    }

    /// What a part reads: the residual stream, normalised if this norm is there.
    private static float[][] read(Optional<Norm> norm, Rows rows, Workspace workspace) {
        if (norm.isEmpty()) {
            return workspace.residual;
        }
        norm.get().apply(workspace.residual, workspace.normed, rows.count);
        return workspace.normed;
    }

    /// update = after(Attention(before(x)) Wo). The update may lie where the normalised input lay, which is read
    /// before.
    private void attention(int index, Rows rows, Workspace workspace, float[][] update, SiteListener listener) {
        var layer = layers[index];
        var keyAt = config.queryWidth();
        var valueAt = keyAt + config.keyValueWidth();
        var input = read(layer.beforeAttention(), rows, workspace);
        var queryKeyValue = workspace.queryKeyValue;
        layer.queryKeyValue().apply(kernel, input, queryKeyValue, rows.count);
        listener.at(SiteKind.ATTN_Q, index, rows, queryKeyValue, rows.count, 0, keyAt);
        listener.at(SiteKind.ATTN_K, index, rows, queryKeyValue, rows.count, keyAt, config.keyValueWidth());
        listener.at(SiteKind.ATTN_V, index, rows, queryKeyValue, rows.count, valueAt, config.keyValueWidth());
        for (var r = 0; r < rows.count; r++) {
            var row = queryKeyValue[r];
            if (config.attention().queryKeyNorm() != QueryKeyNorm.NONE) {
                layer.queryNorm().ifPresent(norm -> norm.applyEach(row, 0, keyAt));
                layer.keyNorm().ifPresent(norm -> norm.applyEach(row, keyAt, valueAt));
            }
            if (layer.rotary().isPresent()) {
                layer.rotary().get().turn(row, config.heads() + config.keyValueHeads(), rows.positions[r]);
            }
            ((KvCache) rows.caches[r]).put(index, rows.positions[r], row, keyAt, valueAt);
        }
        var watched = listener.seesPattern(index) ? listener : SiteListener.NONE;
        var edits = listener.patternEdits().touches(index) ? listener.patternEdits() : PatternEdits.NONE;
        for (var r = 0; r < rows.count; r++) {
            attend(rows, r, index, layer.reach().first(rows.positions[r]), workspace, watched, edits);
        }
        listener.at(SiteKind.ATTN_Z, index, rows, workspace.attended, rows.count, 0, config.queryWidth());
        layer.output().apply(kernel, workspace.attended, update, rows.count);
        if (layer.afterAttention().isPresent()) {
            layer.afterAttention().get().apply(update, update, rows.count);
        }
        listener.at(SiteKind.ATTN_OUT, index, rows, update, rows.count, 0, config.hiddenSize());
    }

    /// One row's attention over the positions from `from` to its own. Query heads share the keys and values of
    /// their group.
    private void attend(
            Rows rows, int r, int layer, int from, Workspace workspace, SiteListener watching, PatternEdits edits) {
        var cache = (KvCache) rows.caches[r];
        var to = rows.positions[r] + 1;
        var size = config.headDim();
        var group = config.heads() / config.keyValueHeads();
        var length = to - from;
        var row = workspace.queryKeyValue[r];
        var attended = workspace.attended[r];
        var scores = workspace.scores;
        var mixed = workspace.mixed;
        for (var head = 0; head < config.heads(); head++) {
            var shared = head / group * size;
            kernel.combine(row, head * size, cache.keys(layer), shared, size, scores, from, to);
            if (from > 0) {
                System.arraycopy(scores, from, scores, 0, length);
            }
            var scale = edits == PatternEdits.NONE
                    ? weights(scores, length)
                    : weights(scores, from, length, head, layer, rows.lengths[r], edits);
            if (watching != SiteListener.NONE) {
                watching.pattern(layer, head, rows, r, scores, from, scale);
            }
            kernel.combine(scores, 0, cache.values(layer), from, length, mixed, shared, shared + size);
            for (var d = 0; d < size; d++) {
                attended[head * size + d] = mixed[shared + d] * scale;
            }
        }
    }

    /// Replaces scores by weights, and gives the factor that makes them sum to 1.
    private float weights(float[] scores, int length) {
        if (attentionCap > 0) {
            Functions.softCap(scores, length, attentionScale, attentionCap);
            return Functions.softmax(scores, length, 1);
        }
        return Functions.softmax(scores, length, attentionScale);
    }

    /// As the other, for a query whose attention is changed: the keys that it does not see take no part in the
    /// softmax, and shares of another run stand in place of its own. Shares that are its own already change no bit.
    private float weights(
            float[] scores, int from, int length, int head, int layer, int promptLength, PatternEdits edits) {
        var query = from + length - 1;
        var blocked = edits.blocked(layer, head, query, promptLength);
        var scale = blocked.isPresent() ? weights(scores, from, length, blocked.get()) : weights(scores, length);
        var patched = edits.patched(layer, head, query, promptLength);
        if (patched.isEmpty()) {
            return scale;
        }
        var same = true;
        for (var i = 0; i < length; i++) {
            same &= patched.get()[from + i] == scores[i] * scale;
        }
        if (same) {
            return scale;
        }
        System.arraycopy(patched.get(), from, scores, 0, length);
        return 1;
    }

    private float weights(float[] scores, int from, int length, boolean[] blocked) {
        var seen = 0;
        for (var i = 0; i < length; i++) {
            if (!blocked[from + i]) {
                scores[seen++] = scores[i];
            }
        }
        var scale = seen == 0 ? 1 : weights(scores, seen);
        for (var i = length - 1; i >= 0; i--) {
            scores[i] = blocked[from + i] ? 0 : scores[--seen];
        }
        return scale;
    }

    /// update = after(MLP(before(x)))
    private void mlp(int index, Rows rows, Workspace workspace, float[][] update, SiteListener listener) {
        var layer = layers[index];
        var size = config.intermediateSize();
        var input = read(layer.beforeMlp(), rows, workspace);
        var gateUp = workspace.gateUp;
        layer.gateUp().apply(kernel, input, gateUp, rows.count);
        listener.at(SiteKind.MLP_PRE, index, rows, gateUp, rows.count, 0, size);
        for (var r = 0; r < rows.count; r++) {
            if (config.mlp().gated()) {
                Functions.gate(gateUp[r], size, config.mlp().activation());
            } else {
                Functions.activate(gateUp[r], size, config.mlp().activation());
            }
        }
        listener.at(SiteKind.MLP_POST, index, rows, gateUp, rows.count, 0, size);
        layer.down().apply(kernel, gateUp, update, rows.count);
        if (layer.afterMlp().isPresent()) {
            layer.afterMlp().get().apply(update, update, rows.count);
        }
        listener.at(SiteKind.MLP_OUT, index, rows, update, rows.count, 0, config.hiddenSize());
    }

    /// Room for the intermediate results of one step of at most `rows` rows, of which `logitRows` may
    /// want logits.
    Workspace workspace(int rows, int logitRows) {
        return new Workspace(config, rows, logitRows);
    }

    /// Intermediate results of one step; one thread at a time.
    static final class Workspace implements DecoderBackend.Workspace {
        private final float[][] residual;
        private final float[][] normed;
        private final float[][] parallel;
        private final float[][] queryKeyValue;
        private final float[][] attended;
        private final float[][] gateUp;
        private float[] scores;
        private final float[] mixed;
        final float[][] logits;

        private Workspace(DecoderConfig config, int rows, int logitRows) {
            var hidden = config.hiddenSize();
            residual = new float[rows][hidden];
            normed = new float[rows][hidden];
            parallel = new float[config.parallelResidual() ? rows : 0][hidden];
            queryKeyValue = new float[rows][config.queryWidth() + 2 * config.keyValueWidth()];
            attended = new float[rows][config.queryWidth()];
            gateUp = new float[rows][(config.mlp().gated() ? 2 : 1) * config.intermediateSize()];
            scores = new float[Math.min(config.maxPositions(), 1024)];
            mixed = new float[config.keyValueWidth()];
            logits = new float[logitRows][config.vocabSize()];
        }

        @Override
        public float[] logits(int wanted) {
            return logits[wanted];
        }

        private void reserve(Rows rows) {
            for (var r = 0; r < rows.count; r++) {
                if (rows.positions[r] >= scores.length) {
                    scores = new float[Math.max(rows.positions[r] + 1, 2 * scores.length)];
                }
            }
        }
    }
}
