package dev.assay.engine.hooks;

import dev.assay.engine.architecture.DecoderConfig;
import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Pattern;

/// A place in a model: a kind, its layer, and perhaps one head. Printed as `resid_pre.2`, `attn_z.2.5` (head 5) or
/// `final_norm`. Made by [Sites].
///
/// @param kind what is computed there
/// @param layer index from 0; -1 outside of layers
/// @param head index from 0 of one head; -1 for all of the row
public record Site(SiteKind kind, int layer, int head) implements Comparable<Site> {

    private static final Pattern FORM = Pattern.compile("([a-z_]{1,20})(?:\\.(\\d{1,6}))?(?:\\.(\\d{1,6}))?");

    private static final Comparator<Site> ORDER =
            Comparator.comparingInt(Site::layer).thenComparing(Site::kind).thenComparingInt(Site::head);

    /// @throws IllegalArgumentException if the kind has no layers or no heads, or lacks its layer
    public Site {
        Objects.requireNonNull(kind, "kind");
        if (kind.inLayer() ? layer < 0 : layer != -1) {
            throw new IllegalArgumentException(
                    kind.inLayer() ? kind.label() + " is of a layer: give it one" : kind.label() + " is of no layer");
        }
        if (head < -1 || head >= 0 && !kind.inHeads()) {
            throw new IllegalArgumentException("%s has no head %d".formatted(kind.label(), head));
        }
    }

    /// One head of this.
    ///
    /// @throws IllegalArgumentException if the kind has no heads
    public Site head(int index) {
        return new Site(kind, layer, index);
    }

    /// Reads what [#toString] prints.
    ///
    /// @throws IllegalArgumentException if it is no site
    public static Site parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'%s' is no site, such as resid_pre.2".formatted(text));
        }
        var kind = SiteKind.of(matcher.group(1))
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is no site; there are %s".formatted(text, String.join(", ", SiteKind.labels()))));
        return new Site(kind, number(matcher.group(2)), number(matcher.group(3)));
    }

    private static int number(String digits) {
        return digits == null ? -1 : Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return kind.label() + (layer < 0 ? "" : "." + layer) + (head < 0 ? "" : "." + head);
    }

    @Override
    public int compareTo(Site other) {
        return ORDER.compare(this, other);
    }

    /// Width of the row of the token at `position`, in floats; the position matters for `attn_pattern` alone.
    public int width(DecoderConfig config, int position) {
        var heads = head < 0 ? heads(config) : 1;
        return switch (kind) {
            case EMBED, RESID_PRE, RESID_MID, RESID_POST, ATTN_OUT, MLP_OUT, FINAL_NORM -> config.hiddenSize();
            case MLP_PRE, MLP_POST -> config.intermediateSize();
            case ATTN_Q, ATTN_K, ATTN_V, ATTN_Z -> heads * config.headDim();
            case ATTN_PATTERN -> heads * (position + 1);
        };
    }

    private int heads(DecoderConfig config) {
        return kind == SiteKind.ATTN_K || kind == SiteKind.ATTN_V ? config.keyValueHeads() : config.heads();
    }

    /// Checks that a model has this site.
    ///
    /// @throws IllegalArgumentException if it lacks the layer or the head, or is parallel and has no `resid_mid`
    public void requireIn(DecoderConfig config) {
        if (layer >= config.layerCount()) {
            throw new IllegalArgumentException(
                    "%s is not in the model: it has %d layers, counted from 0".formatted(this, config.layerCount()));
        }
        if (head >= 0 && head >= heads(config)) {
            throw new IllegalArgumentException(
                    "%s is not in the model: it has %d such heads, counted from 0".formatted(this, heads(config)));
        }
        if (kind == SiteKind.RESID_MID && config.parallelResidual()) {
            throw new IllegalArgumentException(
                    "%s is not in the model: its attention and MLP run in parallel".formatted(this));
        }
    }
}
