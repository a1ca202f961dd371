package dev.assay.engine.hooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What interventions do to attention patterns, made ready for a decoder: which keys a query does not see, and which
/// shares it is given. What is done to a query depends on its position and the length of its prompt alone. Immutable.
public final class PatternEdits {

    /// Changes nothing.
    public static final PatternEdits NONE = new PatternEdits(List.of(), List.of());

    private record Block(Site site, Positions queries, Positions keys) {}

    private record Patch(Site site, Intervention.Patching patching) {}

    private final List<Block> blocks;
    private final List<Patch> patches;

    private PatternEdits(List<Block> blocks, List<Patch> patches) {
        this.blocks = List.copyOf(blocks);
        this.patches = List.copyOf(patches);
    }

    /// What computes these; [#NONE] if they change no pattern.
    public static PatternEdits of(List<Intervention> interventions) {
        var blocks = new ArrayList<Block>();
        var patches = new ArrayList<Patch>();
        for (var intervention : interventions) {
            if (intervention instanceof Intervention.Blocking blocking) {
                blocking.sites().forEach(site -> blocks.add(new Block(site, blocking.positions(), blocking.keys())));
            } else if (intervention instanceof Intervention.Patching patching
                    && patching.site().kind() == SiteKind.ATTN_PATTERN) {
                patches.add(new Patch(patching.site(), patching));
            }
        }
        return blocks.isEmpty() && patches.isEmpty() ? NONE : new PatternEdits(blocks, patches);
    }

    /// Whether a layer's patterns are changed.
    public boolean touches(int layer) {
        return blocks.stream().anyMatch(block -> block.site().layer() == layer)
                || patches.stream().anyMatch(patch -> patch.site().layer() == layer);
    }

    /// The keys that a query's head does not see, among those up to its own.
    ///
    /// @param length tokens of the prompt
    /// @return a truth a key; empty if it sees all of them
    public Optional<boolean[]> blocked(int layer, int head, int query, int length) {
        var blocked = new boolean[query + 1];
        var any = false;
        for (var block : blocks) {
            if (meant(block.site(), layer, head) && block.queries().covers(query, length)) {
                for (var key = 0; key <= query; key++) {
                    blocked[key] |= block.keys().covers(key, length);
                    any |= blocked[key];
                }
            }
        }
        return any ? Optional.of(blocked) : Optional.empty();
    }

    /// The shares that a query's head is given, one a key up to its own; empty if it keeps its own. The last of
    /// several holds.
    ///
    /// @param length tokens of the prompt
    public Optional<float[]> patched(int layer, int head, int query, int length) {
        Optional<float[]> shares = Optional.empty();
        for (var patch : patches) {
            if (meant(patch.site(), layer, head)) {
                var offsets = patch.patching().offsets();
                for (var i = 0; i < offsets.size(); i++) {
                    int offset = offsets.get(i);
                    if (query == (offset < 0 ? length + offset : offset)) {
                        var row = patch.patching().rows().get(i).values();
                        var own = new float[query + 1];
                        var first = patch.site().head() < 0 ? head * own.length : 0;
                        System.arraycopy(row, first, own, 0, own.length);
                        shares = Optional.of(own);
                    }
                }
            }
        }
        return shares;
    }

    private static boolean meant(Site site, int layer, int head) {
        return site.layer() == layer && (site.head() < 0 || site.head() == head);
    }
}
