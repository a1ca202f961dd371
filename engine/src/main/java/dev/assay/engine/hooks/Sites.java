package dev.assay.engine.hooks;

import dev.assay.engine.architecture.DecoderConfig;
import java.util.ArrayList;
import java.util.List;

/// The sites of a model, to be imported statically: `residPre(2)`. What each holds is said at its [SiteKind].
/// Layers are counted from 0; a negative one is an `IllegalArgumentException`.
public final class Sites {

    private Sites() {}

    /// [SiteKind#EMBED].
    public static Site embed() {
        return new Site(SiteKind.EMBED, -1, -1);
    }

    /// [SiteKind#FINAL_NORM].
    public static Site finalNorm() {
        return new Site(SiteKind.FINAL_NORM, -1, -1);
    }

    /// [SiteKind#RESID_PRE].
    public static Site residPre(int layer) {
        return new Site(SiteKind.RESID_PRE, layer, -1);
    }

    /// [SiteKind#RESID_MID].
    public static Site residMid(int layer) {
        return new Site(SiteKind.RESID_MID, layer, -1);
    }

    /// [SiteKind#RESID_POST].
    public static Site residPost(int layer) {
        return new Site(SiteKind.RESID_POST, layer, -1);
    }

    /// [SiteKind#ATTN_Q].
    public static Site attnQ(int layer) {
        return new Site(SiteKind.ATTN_Q, layer, -1);
    }

    /// [SiteKind#ATTN_K].
    public static Site attnK(int layer) {
        return new Site(SiteKind.ATTN_K, layer, -1);
    }

    /// [SiteKind#ATTN_V].
    public static Site attnV(int layer) {
        return new Site(SiteKind.ATTN_V, layer, -1);
    }

    /// [SiteKind#ATTN_PATTERN].
    public static Site attnPattern(int layer) {
        return new Site(SiteKind.ATTN_PATTERN, layer, -1);
    }

    /// [SiteKind#ATTN_Z].
    public static Site attnZ(int layer) {
        return new Site(SiteKind.ATTN_Z, layer, -1);
    }

    /// [SiteKind#ATTN_OUT].
    public static Site attnOut(int layer) {
        return new Site(SiteKind.ATTN_OUT, layer, -1);
    }

    /// [SiteKind#MLP_PRE].
    public static Site mlpPre(int layer) {
        return new Site(SiteKind.MLP_PRE, layer, -1);
    }

    /// [SiteKind#MLP_POST].
    public static Site mlpPost(int layer) {
        return new Site(SiteKind.MLP_POST, layer, -1);
    }

    /// [SiteKind#MLP_OUT].
    public static Site mlpOut(int layer) {
        return new Site(SiteKind.MLP_OUT, layer, -1);
    }

    /// Every site of a model, whole rows, in the order of computation.
    public static List<Site> all(DecoderConfig config) {
        var sites = new ArrayList<Site>();
        sites.add(embed());
        for (var layer = 0; layer < config.layerCount(); layer++) {
            for (var kind : SiteKind.values()) {
                if (kind.inLayer() && !(kind == SiteKind.RESID_MID && config.parallelResidual())) {
                    sites.add(new Site(kind, layer, -1));
                }
            }
        }
        sites.add(finalNorm());
        return List.copyOf(sites);
    }

    /// The residual stream at each time in each layer: `resid_pre`, `resid_mid` where there is one, `resid_post`.
    public static List<Site> stream(DecoderConfig config) {
        return all(config).stream().filter(site -> site.kind().isStream()).toList();
    }
}
