package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Attributes, items and slices.
final class Lookup {

    private Lookup() {}

    /// `object.name`: a method, or a key of a map.
    static Object attribute(Object object, String name) {
        if (object instanceof Values.Undefined) {
            throw new IllegalArgumentException("%s has no '%s'".formatted(Values.type(object), name));
        }
        if (object instanceof Values.Namespace(var attributes)) {
            return attributes.getOrDefault(name, new Values.Undefined(name));
        }
        var method = Methods.find(object, name);
        if (method.isPresent()) {
            return method.get();
        }
        return object instanceof Map<?, ?> map && map.get(name) instanceof Object value
                ? value
                : new Values.Undefined(name);
    }

    /// `object[key]`
    static Object item(Object object, Object key) {
        return switch (object) {
            case Map<?, ?> map when map.get(key) instanceof Object value -> value;
            case List<?> list
            when Values.isNumber(key) -> {
                var index = index(Values.toLong(key), list.size());
                yield index < 0 ? new Values.Undefined(Values.text(key)) : list.get(index);
            }
            case String s
            when Values.isNumber(key) -> {
                var points = s.codePoints().toArray();
                var index = index(Values.toLong(key), points.length);
                yield index < 0 ? new Values.Undefined(Values.text(key)) : Character.toString(points[index]);
            }
            default -> key instanceof String name ? attribute(object, name) : new Values.Undefined(Values.text(key));
        };
    }

    private static int index(long key, int size) {
        var index = key < 0 ? key + size : key;
        return index >= 0 && index < size ? (int) index : -1;
    }

    /// `object[from:to:step]`
    static Object slice(Object object, Optional<Object> from, Optional<Object> to, Optional<Object> step) {
        if (!(object instanceof String) && !(object instanceof List<?>)) {
            throw new IllegalArgumentException("%s cannot be sliced".formatted(Values.type(object)));
        }
        var items = Values.items(object);
        var by = bound(step, 1);
        if (by == 0) {
            throw new IllegalArgumentException("A slice cannot have a step of zero");
        }
        var size = items.size();
        var low = by > 0 ? 0 : -1;
        var high = by > 0 ? size : size - 1;
        var first = limit(from, by > 0 ? low : high, size, low, high);
        var last = limit(to, by > 0 ? high : low, size, low, high);
        var kept = new ArrayList<Object>();
        for (var i = first; by > 0 ? i < last : i > last; i += by) {
            kept.add(items.get((int) i));
        }
        if (object instanceof String) {
            return String.join("", kept.stream().map(Values::text).toList());
        }
        return kept;
    }

    private static long bound(Optional<Object> value, long otherwise) {
        return value.isEmpty() || value.get() == Values.NONE ? otherwise : Values.toLong(value.get());
    }

    private static long limit(Optional<Object> value, long otherwise, int size, long low, long high) {
        if (value.isEmpty() || value.get() == Values.NONE) {
            return otherwise;
        }
        var given = Values.toLong(value.get());
        return Math.clamp(given < 0 ? given + size : given, low, high);
    }
}
