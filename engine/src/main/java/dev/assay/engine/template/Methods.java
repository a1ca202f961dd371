package dev.assay.engine.template;

import dev.assay.engine.template.Given.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The methods that a template may call on maps and lists; those of strings are in [StringMethods]. None
/// changes its object.
final class Methods {

    private Methods() {}

    /// The method of this name, bound to its object, if there is one.
    static Optional<Values.Function> find(Object object, String name) {
        return switch (object) {
            case String s -> StringMethods.find(s, name);
            case Map<?, ?> map -> map(map, name);
            case List<?> list -> list(list, name);
            default -> Optional.empty();
        };
    }

    /// The pairs of a map.
    static List<Object> pairs(Map<?, ?> map) {
        Budget.spend(32L * map.size());
        var pairs = new ArrayList<Object>();
        map.forEach((key, value) -> pairs.add(new Tuple(List.of(key, value))));
        return pairs;
    }

    private static Optional<Values.Function> map(Map<?, ?> map, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "items" -> given -> view(given, "dict_items", pairs(map));
                    case "keys" -> given -> view(given, "dict_keys", new ArrayList<>(map.keySet()));
                    case "values" -> given -> view(given, "dict_values", new ArrayList<>(map.values()));
                    case "get" ->
                        given -> {
                            var a = given.bind(1, "", "");
                            var value = map.get(Values.key(a.get(0)));
                            return value != null ? value : a.get(1);
                        };
                    case "copy" -> _ -> map;
                    default -> null;
                });
    }

    private static View view(Given given, String name, List<Object> items) {
        given.bind(0);
        Budget.spendOn(items);
        return new View(name, items);
    }

    private static Optional<Values.Function> list(List<?> list, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "copy" -> _ -> list;
                    case "count" ->
                        given -> {
                            var a = given.bind(1, "");
                            return list.stream()
                                    .filter(item -> Comparison.equal(item, a.get(0)))
                                    .count();
                        };
                    case "index" -> given -> index(list, given.bind(1, ""));
                    default -> null;
                });
    }

    private static Object index(List<?> list, Bound a) {
        for (var i = 0; i < list.size(); i++) {
            if (Comparison.equal(list.get(i), a.get(0))) {
                return (long) i;
            }
        }
        throw new IllegalArgumentException("%s is not in the list".formatted(Values.type(a.get(0))));
    }
}
