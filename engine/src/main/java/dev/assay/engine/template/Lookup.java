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
        switch (object) {
            case Values.Undefined _ ->
                throw new IllegalArgumentException("%s has no '%s'".formatted(Values.type(object), name));
            case Values.Namespace(var attributes) -> {
                return attributes.getOrDefault(name, new Values.Undefined(name));
            }
            case Values.Thing thing -> {
                return thing.attribute(name);
            }
            default -> {}
        }
        var method = Methods.find(object, name);
        if (method.isPresent()) {
            return method.get();
        }
        return switch (object) {
            case Map<?, ?> map when map.get(name) instanceof Object value -> value;
            case Tuple tuple -> tuple.named(name);
            default -> new Values.Undefined(name);
        };
    }

    /// `object[key]`
    static Object item(Object object, Object key) {
        return switch (object) {
            case Values.Undefined _ ->
                throw new IllegalArgumentException("%s has no items".formatted(Values.type(object)));
            case Map<?, ?> map
            when !(key instanceof List<?> && !(key instanceof Tuple))
                    && !(key instanceof Map<?, ?>)
                    && map.get(Values.key(key)) instanceof Object value -> value;
            case List<?> list
            when key instanceof Long || key instanceof Boolean -> {
                var index = index(Values.toLong(key), list.size());
                yield index < 0 ? new Values.Undefined(Values.text(key)) : list.get(index);
            }
            case String s
            when key instanceof Long || key instanceof Boolean -> {
                Budget.spend(s.length());
                var index = index(Values.toLong(key), s.codePointCount(0, s.length()));
                yield index < 0
                        ? new Values.Undefined(Values.text(key))
                        : Character.toString(s.codePointAt(s.offsetByCodePoints(0, index)));
            }
            default -> key instanceof String name ? attribute(object, name) : new Values.Undefined(Values.type(key));
        };
    }

    /// An attribute by its path, such as `function.name`, as the filters take it: a part of digits is a number.
    static Object path(Object object, Object path) {
        if (path instanceof Long) {
            return item(object, path);
        }
        var value = object;
        for (var name : Values.text(path).split("\\.", -1)) {
            Budget.spend(Budget.STEP);
            var digits = !name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
            value = item(value, digits ? (Object) Long.valueOf(name) : name);
        }
        return value;
    }

    private static int index(long key, int size) {
        var index = key < 0 ? key + size : key;
        return index >= 0 && index < size ? (int) index : -1;
    }

    /// `object[from:to:step]`
    static Object slice(Object object, Optional<Object> from, Optional<Object> to, Optional<Object> step) {
        if (!(object instanceof String) && !(object instanceof List<?>)) {
            if (object instanceof Values.Undefined || object instanceof Lazy || object instanceof View) {
                throw new IllegalArgumentException("%s cannot be sliced".formatted(Values.type(object)));
            }
            return new Values.Undefined("slice");
        }
        Budget.spendOn(object);
        var by = bound(step, 1);
        if (by == 0) {
            throw new IllegalArgumentException("A slice cannot have a step of zero");
        }
        var size = Values.length(object);
        var low = by > 0 ? 0 : -1;
        var high = by > 0 ? size : size - 1;
        var first = limit(from, by > 0 ? low : high, size, low, high);
        var last = limit(to, by > 0 ? high : low, size, low, high);
        if (object instanceof String s) {
            return text(s, (int) first, (int) last, by);
        }
        var list = (List<?>) object;
        var kept = new ArrayList<Object>();
        for (var i = first; by > 0 ? i < last : i > last; i = next(i, by, size)) {
            kept.add(list.get((int) i));
        }
        return object instanceof Tuple ? new Tuple(kept) : kept;
    }

    private static long next(long at, long step, int size) {
        return step > size || step < -size ? (step > 0 ? size : -1) : at + step;
    }

    private static String text(String s, int first, int last, long by) {
        if (by == 1) {
            if (first >= last) {
                return "";
            }
            var start = s.offsetByCodePoints(0, first);
            return s.substring(start, s.offsetByCodePoints(start, last - first));
        }
        Budget.spend(4L * s.length());
        var points = s.codePoints().toArray();
        var out = new StringBuilder();
        for (long i = first; by > 0 ? i < last : i > last; i = next(i, by, points.length)) {
            out.appendCodePoint(points[(int) i]);
        }
        return out.toString();
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
