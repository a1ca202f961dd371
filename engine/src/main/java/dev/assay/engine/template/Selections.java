package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.List;

/// The filters that go through a list: `map`, `select`, `reject`, `selectattr`, `rejectattr`.
final class Selections {

    private Selections() {}

    static Object apply(String name, Object value, Given given) {
        List<Object> items = Values.truth(value) ? Values.items(value) : List.of();
        if (name.equals("map")) {
            return new Lazy(mapped(items, given));
        }
        var ofAttribute = name.endsWith("attr");
        var rest = ofAttribute ? given.rest() : given;
        if (ofAttribute && given.positional().isEmpty()) {
            throw new IllegalArgumentException("%s needs an attribute".formatted(name));
        }
        var kept = new ArrayList<Object>();
        for (var item : items) {
            var tested = ofAttribute ? Lookup.path(item, given.positional().getFirst()) : item;
            var holds = rest.positional().isEmpty()
                    ? Values.truth(tested)
                    : Tests.holds(Values.text(rest.positional().getFirst()), tested, rest.rest());
            if (holds == name.startsWith("select")) {
                kept.add(item);
            }
        }
        return new Lazy(kept);
    }

    private static ArrayList<Object> mapped(List<Object> items, Given given) {
        var mapped = new ArrayList<Object>();
        var attribute = given.named().get("attribute");
        if (given.positional().isEmpty() && attribute == null) {
            throw new IllegalArgumentException("map needs a filter or an attribute");
        }
        for (var item : items) {
            if (!given.positional().isEmpty()) {
                mapped.add(Filters.apply(Values.text(given.positional().getFirst()), item, given.rest()));
            } else {
                var found = Lookup.path(item, attribute == null ? "" : attribute);
                mapped.add(found instanceof Values.Undefined ? given.named().getOrDefault("default", found) : found);
            }
        }
        return mapped;
    }
}
