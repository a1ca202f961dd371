package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The arguments of a call, a filter or a test.
record Given(List<Object> positional, Map<String, Object> named) {

    static final Given NOTHING = new Given(List.of(), Map.of());

    /// Gives each argument its place.
    ///
    /// @param required how many must be given
    /// @param names of the parameters in their order; an empty one cannot be given by name
    /// @throws IllegalArgumentException if there are too many, too few, or one of another name
    Bound bind(int required, String... names) {
        if (positional.size() > names.length) {
            throw new IllegalArgumentException(
                    "%d arguments are given, but at most %d are taken".formatted(positional.size(), names.length));
        }
        var values = new ArrayList<@Nullable Object>(positional);
        var unknown = new HashSet<>(named.keySet());
        for (var i = values.size(); i < names.length; i++) {
            values.add(named.get(names[i]));
            unknown.remove(names[i]);
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("There is no parameter '%s' to give, or it is given twice"
                    .formatted(unknown.iterator().next()));
        }
        for (var i = 0; i < required; i++) {
            if (values.get(i) == null) {
                throw new IllegalArgumentException("Argument %d is missing".formatted(i + 1));
            }
        }
        return new Bound(values);
    }

    /// Without the first positional argument.
    Given rest() {
        return new Given(positional.subList(Math.min(1, positional.size()), positional.size()), named);
    }

    /// Arguments by place.
    record Bound(List<@Nullable Object> values) {

        Object get(int at) {
            return get(at, Values.NONE);
        }

        Object get(int at, Object otherwise) {
            var value = values.get(at);
            return value == null ? otherwise : value;
        }

        /// Whether an argument is given and is not none.
        boolean has(int at) {
            return values.get(at) != null && values.get(at) != Values.NONE;
        }

        String text(int at) {
            if (get(at) instanceof String s) {
                return s;
            }
            throw new IllegalArgumentException("Expected a string, not %s".formatted(Values.type(get(at))));
        }

        String text(int at, String otherwise) {
            return has(at) ? text(at) : otherwise;
        }

        long whole(int at, long otherwise) {
            return has(at) ? Values.toLong(get(at)) : otherwise;
        }

        boolean truth(int at, boolean otherwise) {
            return values.get(at) == null ? otherwise : Values.truth(get(at));
        }
    }
}
