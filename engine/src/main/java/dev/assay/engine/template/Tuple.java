package dev.assay.engine.template;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/// A list that Python writes with round brackets; its items may have names as well.
final class Tuple extends AbstractList<Object> implements RandomAccess {

    private final List<Object> items;
    private final List<String> names;

    Tuple(List<?> items, String... names) {
        this.items = List.copyOf(items);
        this.names = List.of(names);
    }

    @Override
    public Object get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }

    /// The item of this name, or [Values.Undefined].
    Object named(String name) {
        var at = names.indexOf(name);
        return at < 0 ? new Values.Undefined(name) : items.get(at);
    }
}
