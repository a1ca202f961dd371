package dev.assay.engine.template;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/// A list that Python writes with round brackets.
final class Tuple extends AbstractList<Object> implements RandomAccess {

    private final List<Object> items;

    Tuple(List<?> items) {
        this.items = List.copyOf(items);
    }

    @Override
    public Object get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }
}
