package dev.assay.engine.decoder;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.kernel.Kernel;
import dev.assay.engine.kernel.Matrix;

/// The Llama decoder: tokens to logits. Immutable; many threads may use one, each with a [Workspace] of
/// its own.
///
/// The result for a row depends on the tokens of its sequence alone, bit for bit: not on the rows beside
/// it, not on how the sequence was cut into steps, not on whether its beginning was computed here or
/// taken over from another cache.
final class Decoder {

    private record Layer(
            float[] attentionNorm, Matrix queryKeyValue, Matrix output, float[] mlpNorm, Matrix gateUp, Matrix down) {}

    private final LlamaConfig config;
    private final Kernel kernel;
    private final float[] embeddings;
    private final Layer[] layers;
    private final float[] norm;
    private final Matrix head;
    private final Rotary rotary;
    private final float epsilon;
    private final float attentionScale;

    Decoder(Weights weights, Kernel kernel) {
        this.config = weights.config();
        this.kernel = kernel;
        embeddings = weights.get("model.embed_tokens.weight");
        layers = new Layer[config.layers()];
        for (var i = 0; i < layers.length; i++) {
            layers[i] = layer(weights, "model.layers." + i);
        }
        norm = weights.get("model.norm.weight");
        head = Matrix.ofLayers(config.hiddenSize(), weights.head());
        rotary = new Rotary(config);
        epsilon = (float) config.normEpsilon();
        attentionScale = (float) (1 / Math.sqrt(config.headDim()));
    }

    private static Layer layer(Weights weights, String block) {
        var config = weights.config();
        var hidden = config.hiddenSize();
        return new Layer(
                weights.get(block + ".input_layernorm.weight"),
                Matrix.ofLayers(
                        hidden,
                        weights.get(block + ".self_attn.q_proj.weight"),
                        weights.get(block + ".self_attn.k_proj.weight"),
                        weights.get(block + ".self_attn.v_proj.weight")),
                Matrix.ofLayers(config.heads() * config.headDim(), weights.get(block + ".self_attn.o_proj.weight")),
                weights.get(block + ".post_attention_layernorm.weight"),
                Matrix.ofLayers(
                        hidden,
                        weights.get(block + ".mlp.gate_proj.weight"),
                        weights.get(block + ".mlp.up_proj.weight")),
                Matrix.ofLayers(config.intermediateSize(), weights.get(block + ".mlp.down_proj.weight")));
    }

    LlamaConfig config() {
        return config;
    }

    Kernel kernel() {
        return kernel;
    }

    /// Computes a step: writes keys and values of every row into its cache, and the logits of the wanted
    /// rows into `workspace.logits`, in their order. The caller advances the caches afterwards.
    void forward(Rows rows, Workspace workspace) {
        var hidden = config.hiddenSize();
        var x = workspace.residual;
        for (var r = 0; r < rows.count; r++) {
            System.arraycopy(embeddings, rows.tokens[r] * hidden, x[r], 0, hidden);
        }
        for (var layer = 0; layer < layers.length; layer++) {
            attention(layer, rows, workspace);
            mlp(layers[layer], rows.count, workspace);
        }
        for (var w = 0; w < rows.wantedCount; w++) {
            Functions.rmsNorm(x[rows.wanted[w]], norm, epsilon, workspace.normed[w]);
        }
        kernel.multiply(head, workspace.normed, workspace.logits, rows.wantedCount);
    }

    /// x += Attention(RMSNorm(x)) Wo
    private void attention(int index, Rows rows, Workspace workspace) {
        var layer = layers[index];
        var keyAt = config.heads() * config.headDim();
        var valueAt = keyAt + config.keyValueHeads() * config.headDim();
        for (var r = 0; r < rows.count; r++) {
            Functions.rmsNorm(workspace.residual[r], layer.attentionNorm(), epsilon, workspace.normed[r]);
        }
        kernel.multiply(layer.queryKeyValue(), workspace.normed, workspace.queryKeyValue, rows.count);
        for (var r = 0; r < rows.count; r++) {
            var row = workspace.queryKeyValue[r];
            rotary.turn(row, config.heads() + config.keyValueHeads(), rows.positions[r]);
            rows.caches[r].put(index, rows.positions[r], row, keyAt, valueAt);
        }
        for (var r = 0; r < rows.count; r++) {
            attend(rows.caches[r], index, rows.positions[r] + 1, r, workspace);
        }
        kernel.multiply(layer.output(), workspace.attended, workspace.normed, rows.count);
        for (var r = 0; r < rows.count; r++) {
            Functions.add(workspace.residual[r], workspace.normed[r], config.hiddenSize());
        }
    }

    /// One row's attention over the first `length` positions. Query heads share the keys and values of
    /// their group.
    private void attend(KvCache cache, int layer, int length, int r, Workspace workspace) {
        var size = config.headDim();
        var group = config.heads() / config.keyValueHeads();
        var row = workspace.queryKeyValue[r];
        var attended = workspace.attended[r];
        var scores = workspace.scores;
        var mixed = workspace.mixed;
        for (var head = 0; head < config.heads(); head++) {
            var shared = head / group * size;
            kernel.combine(row, head * size, cache.keys(layer), shared, size, scores, 0, length);
            var scale = Functions.softmax(scores, length, attentionScale);
            kernel.combine(scores, 0, cache.values(layer), 0, length, mixed, shared, shared + size);
            for (var d = 0; d < size; d++) {
                attended[head * size + d] = mixed[shared + d] * scale;
            }
        }
    }

    /// x += (SiLU(h Wg) * (h Wu)) Wd with h = RMSNorm(x)
    private void mlp(Layer layer, int count, Workspace workspace) {
        for (var r = 0; r < count; r++) {
            Functions.rmsNorm(workspace.residual[r], layer.mlpNorm(), epsilon, workspace.normed[r]);
        }
        kernel.multiply(layer.gateUp(), workspace.normed, workspace.gateUp, count);
        for (var r = 0; r < count; r++) {
            Functions.gate(workspace.gateUp[r], config.intermediateSize());
        }
        kernel.multiply(layer.down(), workspace.gateUp, workspace.normed, count);
        for (var r = 0; r < count; r++) {
            Functions.add(workspace.residual[r], workspace.normed[r], config.hiddenSize());
        }
    }

    /// Room for the intermediate results of one step of at most `rows` rows, of which `logitRows` may
    /// want logits.
    Workspace workspace(int rows, int logitRows) {
        return new Workspace(config, rows, logitRows);
    }

    /// Intermediate results of one step; one thread at a time.
    static final class Workspace {
        private final float[][] residual;
        private final float[][] normed;
        private final float[][] queryKeyValue;
        private final float[][] attended;
        private final float[][] gateUp;
        private final float[] scores;
        private final float[] mixed;
        final float[][] logits;

        private Workspace(LlamaConfig config, int rows, int logitRows) {
            var shared = config.keyValueHeads() * config.headDim();
            var full = config.heads() * config.headDim();
            residual = new float[rows][config.hiddenSize()];
            normed = new float[rows][config.hiddenSize()];
            queryKeyValue = new float[rows][full + 2 * shared];
            attended = new float[rows][full];
            gateUp = new float[rows][2 * config.intermediateSize()];
            scores = new float[config.maxPositions()];
            mixed = new float[shared];
            logits = new float[logitRows][config.vocabSize()];
        }
    }
}
