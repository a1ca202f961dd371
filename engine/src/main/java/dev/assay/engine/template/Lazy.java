package dev.assay.engine.template;

import java.util.List;

/// What Python gives as a generator: it can be looped over once, is always true, and has neither a length
/// nor items by number.
final class Lazy {

    private List<Object> items;

    Lazy(List<Object> items) {
        this.items = items;
    }

    /// The items, which are gone afterwards.
    List<Object> take() {
        var all = items;
        items = List.of();
        return all;
    }

    int size() {
        return items.size();
    }

    @Override
    public String toString() {
        return "<generator>";
    }
}
