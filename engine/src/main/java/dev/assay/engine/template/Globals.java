package dev.assay.engine.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The functions that every template may call.
final class Globals {

    private Globals() {}

    static void add(Map<String, Object> variables) {
        variables.put("raise_exception", (Values.Function) given -> {
            throw new TemplateException(0, Values.text(given.bind(1, "message").get(0)));
        });
        variables.put("namespace", (Values.Function) given -> new Values.Namespace(map(given)));
        variables.put("dict", (Values.Function) Globals::map);
        variables.put("range", (Values.Function) Globals::range);
        variables.put("cycler", (Values.Function) given -> new Cycler(given.positional()));
        variables.put("joiner", (Values.Function)
                given -> new Joiner(given.bind(0, "sep").text(0, ", ")));
    }

    private static Map<String, Object> map(Given given) {
        var map = new LinkedHashMap<String, Object>();
        if (!given.positional().isEmpty()) {
            switch (given.positional().getFirst()) {
                case Map<?, ?> first -> first.forEach((key, value) -> map.put(Values.text(key), value));
                case Object first ->
                    Values.items(first).forEach(pair -> {
                        var two = Values.items(pair);
                        if (two.size() != 2) {
                            throw new IllegalArgumentException(
                                    "A map is made of pairs, not of %d".formatted(two.size()));
                        }
                        map.put(Values.text(two.get(0)), two.get(1));
                    });
            }
        }
        map.putAll(given.named());
        return map;
    }

    private static Object range(Given given) {
        var a = given.bind(1, "", "", "");
        return a.values().get(1) == null
                ? new Values.Range(0, Values.toLong(a.get(0)), 1)
                : new Values.Range(Values.toLong(a.get(0)), Values.toLong(a.get(1)), Values.toLong(a.get(2, 1L)));
    }

    /// Jinja's `cycler`: goes round its items.
    private static final class Cycler implements Values.Thing {
        private final List<Object> items;
        private int at;

        Cycler(List<Object> items) {
            if (items.isEmpty()) {
                throw new IllegalArgumentException("cycler needs something to go through");
            }
            this.items = items;
        }

        @Override
        public Object attribute(String name) {
            return switch (name) {
                case "current" -> items.get(at);
                case "next" ->
                    (Values.Function) _ -> {
                        var item = items.get(at);
                        at = (at + 1) % items.size();
                        return item;
                    };
                case "reset" ->
                    (Values.Function) _ -> {
                        at = 0;
                        return Values.NONE;
                    };
                default -> new Values.Undefined(name);
            };
        }
    }

    /// Jinja's `joiner`: nothing at the first call, the separator at each other.
    private static final class Joiner implements Values.Function {
        private final String separator;
        private boolean used;

        Joiner(String separator) {
            this.separator = separator;
        }

        @Override
        public Object call(Given given) {
            given.bind(0);
            var now = used ? separator : "";
            used = true;
            return now;
        }
    }
}
