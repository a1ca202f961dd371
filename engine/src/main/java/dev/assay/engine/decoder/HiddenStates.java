package dev.assay.engine.decoder;

import dev.assay.engine.hooks.SiteKind;

/// Collects the residual stream of one text, with a cache and a workspace of its own.
final class HiddenStates {

    private static final int STEP = 64;

    private final DecoderBackend backend;

    HiddenStates(DecoderBackend backend) {
        this.backend = backend;
    }

    float[][][] of(int... tokens) {
        var config = backend.config();
        var layers = config.layerCount();
        var states = new float[layers + 1][tokens.length][config.hiddenSize()];
        try (var cache = backend.cache()) {
            read(cache, states, tokens);
        }
        return states;
    }

    private void read(SequenceCache cache, float[][][] states, int... tokens) {
        var layers = states.length - 1;
        var workspace = backend.workspace(STEP, STEP);
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
            backend.forward(step, workspace, reading, Depth.WHOLE);
            cache.advance(step.count);
        }
    }
}
