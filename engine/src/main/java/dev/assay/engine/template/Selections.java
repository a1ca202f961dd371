package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The filters that go through a list: `map`, `select`, `reject`, `selectattr`, `rejectattr`.
final class Selections {

    private Selections() {}

    static Object apply(String name, Object value, List<Object> a, Map<String, Object> named) {
        var kept = new ArrayList<Object>();
        var items = Values.items(value);
        if (name.equals("map")) {
            for (var item : items) {
                var attribute = named.get("attribute");
                if (attribute == null) {
                    kept.add(Filters.apply(Methods.text(a, 0), item, a.subList(1, a.size()), named));
                } else {
                    var found = attribute(item, Values.text(attribute));
                    kept.add(found instanceof Values.Undefined ? named.getOrDefault("default", found) : found);
                }
            }
            return kept;
        }
        var ofAttribute = name.endsWith("attr");
        var rest = ofAttribute ? a.subList(1, a.size()) : a;
        for (var item : items) {
            var tested = ofAttribute ? attribute(item, Methods.text(a, 0)) : item;
            var holds = rest.isEmpty()
                    ? Values.truth(tested)
                    : Tests.holds(Methods.text(rest, 0), tested, rest.subList(1, rest.size()));
            if (holds == name.startsWith("select")) {
                kept.add(item);
            }
        }
        return kept;
    }

    /// An attribute by its path, such as `function.name`.
    static Object attribute(Object object, String path) {
        var value = object;
        for (var name : path.split("\\.")) {
            value = value instanceof Map<?, ?> map && map.get(name) instanceof Object found
                    ? found
                    : new Values.Undefined(name);
        }
        return value;
    }
}
