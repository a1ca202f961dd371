package dev.assay.engine.decoder;

import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import java.util.List;

/// How much of a decoder is computed.
///
/// @param layers layers, from the first; where it is fewer than all, the stream before the next layer is still shown
/// @param norm whether the last norm is
/// @param logits whether the head is
public record Depth(int layers, boolean norm, boolean logits) {

    /// All of it.
    public static final Depth WHOLE = new Depth(Integer.MAX_VALUE, true, true);

    /// As much as these sites need.
    public static Depth of(List<Site> sites) {
        var norm = sites.stream().anyMatch(site -> site.kind() == SiteKind.FINAL_NORM);
        var layers = sites.stream()
                .mapToInt(site -> site.kind() == SiteKind.RESID_PRE ? site.layer() : site.layer() + 1)
                .max()
                .orElse(0);
        return new Depth(norm ? Integer.MAX_VALUE : layers, norm, false);
    }
}
