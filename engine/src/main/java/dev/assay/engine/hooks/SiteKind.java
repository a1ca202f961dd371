package dev.assay.engine.hooks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A place in the computation of a decoder, named as in TransformerLens. At each, a row a token; a row's width is given
/// in floats. Where TransformerLens means something else, or two things, it is said.
public enum SiteKind {
    /// `hook_embed`: embeddings, scaled as Gemma does, **with** learned positions where there are any (GPT-2), which
    /// TransformerLens adds later as `hook_pos_embed`. `hiddenSize` wide.
    EMBED("embed", false, false),
    /// `hook_resid_pre`: the residual stream before a layer. `hiddenSize` wide.
    RESID_PRE("resid_pre", true, false),
    /// `attn.hook_q`: queries with their bias, before they are normalised (Qwen 3, Gemma 3, OLMo 2) and before they
    /// are turned by their position. `heads * headDim` wide, head by head.
    ATTN_Q("attn_q", true, true),
    /// `attn.hook_k`: keys, as queries. `keyValueHeads * headDim` wide: heads that share keys are not repeated.
    ATTN_K("attn_k", true, true),
    /// `attn.hook_v`: values with their bias. `keyValueHeads * headDim` wide.
    ATTN_V("attn_v", true, true),
    /// `attn.hook_pattern`: the share of attention that a query gives each position up to its own, after the soft cap
    /// and the softmax; they sum to 1. Of shape head x query x key; the row of the query at position p is
    /// `heads * (p + 1)` wide, head by head. It is patched, averaged, zeroed or
    /// its keys are blocked; no direction is added to it or taken out.
    ATTN_PATTERN("attn_pattern", true, true),
    /// `attn.hook_z`: values mixed by the pattern, before the output projection. `heads * headDim` wide, head by head.
    ATTN_Z("attn_z", true, true),
    /// `hook_attn_out`: what attention adds to the residual stream: after the output projection, its bias, and the
    /// norm behind it (Gemma 2 and 3, OLMo 2). `hiddenSize` wide.
    ATTN_OUT("attn_out", true, false),
    /// `hook_resid_mid`: the residual stream between attention and MLP; none in a parallel block (GPT-NeoX).
    /// `hiddenSize` wide.
    RESID_MID("resid_mid", true, false),
    /// `mlp.hook_pre`: what the non-linear function reads, with its bias: the gate in a gated MLP, else the only
    /// projection. `intermediateSize` wide.
    MLP_PRE("mlp_pre", true, false),
    /// `mlp.hook_post`: what the last projection reads: in a gated MLP after the product of gate and up.
    /// `intermediateSize` wide.
    MLP_POST("mlp_post", true, false),
    /// `hook_mlp_out`: what the MLP adds to the residual stream: after the last projection, its bias, and the norm
    /// behind it (Gemma 2 and 3, OLMo 2). `hiddenSize` wide.
    MLP_OUT("mlp_out", true, false),
    /// `hook_resid_post`: the residual stream after a layer, which is that before the next. `hiddenSize` wide.
    RESID_POST("resid_post", true, false),
    /// `ln_final`: what the head reads, **with** the norm's weight and bias; `ln_final.hook_normalized` of
    /// TransformerLens is before them, so the two are equal where TransformerLens has folded them into the head.
    /// `hiddenSize` wide.
    FINAL_NORM("final_norm", false, false);

    private final String label;
    private final boolean inLayer;
    private final boolean inHeads;

    SiteKind(String label, boolean inLayer, boolean inHeads) {
        this.label = label;
        this.inLayer = inLayer;
        this.inHeads = inHeads;
    }

    /// The name, such as `resid_pre`.
    public String label() {
        return label;
    }

    /// Whether each layer has one.
    public boolean inLayer() {
        return inLayer;
    }

    /// Whether it is made of heads.
    public boolean inHeads() {
        return inHeads;
    }

    /// Whether it is a part of the residual stream at one time: what can be ablated so that nothing of it passes.
    public boolean isStream() {
        return this == RESID_PRE || this == RESID_MID || this == RESID_POST;
    }

    /// The kind of a name.
    public static Optional<SiteKind> of(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    /// All names.
    public static List<String> labels() {
        return Arrays.stream(values()).map(SiteKind::label).toList();
    }
}
