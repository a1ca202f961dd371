package dev.assay.engine.template;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/// What a template's values are here, and what Python does with them: `Boolean`, `Long`, `Double`, `String`,
/// `List`, [Tuple], `Map`, [#NONE], [Undefined], [Namespace], [Function], [Thing], [View] and [Lazy].
final class Values {

    /// Python's `None`.
    static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "None";
        }
    };

    /// A name, a key or an attribute that does not exist.
    record Undefined(String name) {}

    /// Made by `namespace()`: the one value that a template may change. As in transformers since 5.24, no attribute's
    /// name begins with an underscore.
    record Namespace(Map<String, Object> attributes) {
        Namespace {
            attributes.keySet().forEach(Namespace::check);
        }

        void put(String name, Object value) {
            check(name);
            attributes.put(name, value);
        }

        private static void check(String name) {
            if (name.startsWith("_")) {
                throw new IllegalArgumentException(
                        "A namespace keeps no attribute whose name begins with an underscore, such as '%s'"
                                .formatted(name));
            }
        }
    }

    /// Something that can be called.
    @FunctionalInterface
    interface Function {
        Object call(Given given);
    }

    /// Something with attributes of its own.
    @FunctionalInterface
    interface Thing {
        /// The attribute of this name, or [Undefined].
        Object attribute(String name);
    }

    /// Whole numbers at equal distances.
    static final class Range extends AbstractList<Object> implements RandomAccess {
        private final long from;
        private final long to;
        private final long step;
        private final int size;

        /// @throws IllegalArgumentException if it is longer than 100,000 or the step is zero
        Range(long from, long to, long step) {
            if (step == 0 || step == Long.MIN_VALUE) {
                throw new IllegalArgumentException("A range cannot have a step of %d".formatted(step));
            }
            var length = step > 0 ? Math.subtractExact(to, from) : Math.subtractExact(from, to);
            var count = length <= 0 ? 0 : (length - 1) / Math.abs(step) + 1;
            if (count > 100_000) {
                throw new IllegalArgumentException(
                        "The range from %d to %d by %d is longer than 100000".formatted(from, to, step));
            }
            this.from = from;
            this.to = to;
            this.step = step;
            this.size = (int) count;
        }

        @Override
        public Object get(int index) {
            java.util.Objects.checkIndex(index, size);
            return from + index * step;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public String toString() {
            return "range(" + from + ", " + to + (step == 1 ? ")" : ", " + step + ")");
        }
    }

    private Values() {}

    static boolean truth(Object value) {
        return switch (value) {
            case Boolean b -> b;
            case Long n -> n != 0;
            case Double d -> d != 0;
            case String s -> !s.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case View view -> !view.items().isEmpty();
            case Markup(var text) -> !text.isEmpty();
            case Undefined _ -> false;
            default -> value != NONE;
        };
    }

    /// What a tag prints.
    static String text(Object value) {
        return switch (value) {
            case String s -> s;
            case Markup(var text) -> text;
            case Undefined _ -> "";
            default -> Representation.of(value);
        };
    }

    /// Whether a value is a number; truth values are, in Python.
    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static long toLong(Object value) {
        return switch (value) {
            case Long n -> n;
            case Boolean b -> b ? 1 : 0;
            default -> throw new IllegalArgumentException("%s is no whole number".formatted(type(value)));
        };
    }

    static double toDouble(Object value) {
        return value instanceof Double d ? d : toLong(value);
    }

    /// A value as the key of a map.
    ///
    /// @throws IllegalArgumentException if it can be none
    static Object key(Object value) {
        return switch (value) {
            case Tuple tuple -> {
                Budget.spendOn(tuple);
                if (tuple.stream().anyMatch(item -> item instanceof List<?> || item instanceof Map<?, ?>)) {
                    throw new IllegalArgumentException("A tuple of more than plain values can be no key");
                }
                yield tuple;
            }
            case List<?> _, Map<?, ?> _, View _, Namespace _ ->
                throw new IllegalArgumentException("%s can be no key".formatted(type(value)));
            default -> value;
        };
    }

    /// The items that a loop runs over: of a list its items, of a map its keys, of a string its characters. A
    /// new list.
    ///
    /// @throws IllegalArgumentException if it has none, or too many
    static List<Object> items(Object value) {
        return switch (value) {
            case List<?> list -> sized(list);
            case Map<?, ?> map -> sized(new ArrayList<>(map.keySet()));
            case View view -> sized(view.items());
            case Lazy lazy -> sized(lazy.take());
            case String s -> {
                Budget.checkSize(s.length());
                Budget.spend(8L * s.length());
                yield s.codePoints().mapToObj(Character::toString).collect(ArrayList::new, List::add, List::addAll);
            }
            case Undefined _ -> new ArrayList<>();
            default -> throw new IllegalArgumentException("%s cannot be looped over".formatted(type(value)));
        };
    }

    private static List<Object> sized(List<?> list) {
        Budget.spendOn(list);
        return new ArrayList<>(list);
    }

    static int length(Object value) {
        return switch (value) {
            case String s -> s.codePointCount(0, s.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case View view -> view.items().size();
            case Undefined _ -> 0;
            default -> throw new IllegalArgumentException("%s has no length".formatted(type(value)));
        };
    }

    /// What a value is called in a message.
    static String type(Object value) {
        return switch (value) {
            case String _, Markup _ -> "a string";
            case Boolean _ -> "a truth value";
            case Long _ -> "a whole number";
            case Double _ -> "a number";
            case List<?> _ -> "a list";
            case Map<?, ?> _ -> "a map";
            case View view -> view.name();
            case Lazy _ -> "a generator";
            case Namespace _ -> "a namespace";
            case Function _ -> "a function";
            case Undefined(var name) -> "'" + name + "', which is not defined,";
            default -> value == NONE ? "none" : "a value";
        };
    }
}
