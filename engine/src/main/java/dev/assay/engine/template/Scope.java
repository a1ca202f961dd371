package dev.assay.engine.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names and their values; what an inner scope sets is gone with it.
final class Scope {

    private final Map<String, Object> names;
    private final @Nullable Scope outer;

    private Scope(Map<String, Object> names, @Nullable Scope outer) {
        this.names = names;
        this.outer = outer;
    }

    static Scope of(Map<String, Object> names) {
        return new Scope(new HashMap<>(names), null);
    }

    Scope inner() {
        return new Scope(new HashMap<>(4), this);
    }

    void set(String name, Object value) {
        names.put(name, value);
    }

    Object get(String name) {
        for (var scope = this; scope != null; scope = scope.outer) {
            var value = scope.names.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Values.Undefined(name);
    }
}
