package dev.assay.engine.template;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a template knows as `loop`.
final class Loop implements Values.Thing, Values.Function {

    private final List<Object> items;
    private final int depth;
    private final Optional<UnaryOperator<Object>> again;
    private int at;
    private @Nullable Object last;

    /// @param depth how many recursive loops this one lies in
    /// @param again renders the loop's body over other items, if the loop is recursive
    Loop(List<Object> items, int depth, Optional<UnaryOperator<Object>> again) {
        this.items = items;
        this.depth = depth;
        this.again = again;
    }

    int depth() {
        return depth;
    }

    void at(int index) {
        at = index;
    }

    @Override
    public Object call(Given given) {
        return again.orElseThrow(() -> new IllegalArgumentException("The loop is not recursive"))
                .apply(given.bind(1, "").get(0));
    }

    @Override
    public Object attribute(String name) {
        var size = items.size();
        return switch (name) {
            case "index" -> at + 1L;
            case "index0" -> (long) at;
            case "revindex" -> (long) size - at;
            case "revindex0" -> size - at - 1L;
            case "first" -> at == 0;
            case "last" -> at == size - 1;
            case "length" -> (long) size;
            case "depth" -> depth + 1L;
            case "depth0" -> (long) depth;
            case "previtem" -> at > 0 ? items.get(at - 1) : new Values.Undefined(name);
            case "nextitem" -> at < size - 1 ? items.get(at + 1) : new Values.Undefined(name);
            case "cycle" -> (Values.Function) this::cycle;
            case "changed" -> (Values.Function) this::changed;
            default -> new Values.Undefined(name);
        };
    }

    private Object cycle(Given given) {
        if (given.positional().isEmpty()) {
            throw new IllegalArgumentException("cycle needs something to go through");
        }
        return given.positional().get(at % given.positional().size());
    }

    private Object changed(Given given) {
        var now = new Tuple(given.positional());
        var changed = last == null || !Comparison.equal(last, now);
        last = now;
        return changed;
    }
}
