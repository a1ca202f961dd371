package dev.assay.engine.decoder;

import dev.assay.engine.hooks.SiteKind;

/// Collects the residual stream of one text, with a cache and a workspace of its own.
final class HiddenStates {

    private static final int STEP = 64;

    private final Decoder decoder;
    private final SiteListener edits;

    HiddenStates(Decoder decoder, SiteListener edits) {
        this.decoder = decoder;
        this.edits = edits;
    }

    float[][][] of(int... tokens) {
        var config = decoder.config();
        var layers = config.layerCount();
        var states = new float[layers + 1][tokens.length][config.hiddenSize()];
        var cache = new KvCache(config);
        var workspace = decoder.workspace(STEP, STEP);
        var step = new Rows(STEP);
        for (var from = 0; from < tokens.length; from += STEP) {
            step.clear();
            step.add(cache, tokens, from, Math.min(tokens.length, from + STEP), from, tokens.length);
            SiteListener reading = (site, layer, rows, values, count, first, width) -> {
                if (site == SiteKind.RESID_PRE || site == SiteKind.FINAL_NORM) {
                    var into = states[site == SiteKind.FINAL_NORM ? layers : layer];
                    for (var r = 0; r < count; r++) {
                        System.arraycopy(values[r], first, into[rows.positions[r]], 0, width);
                    }
                }
            };
            decoder.forward(step, workspace, SiteListener.both(edits, reading));
            cache.advance(step.count);
        }
        return states;
    }
}
