package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The filters that take or give a list.
final class ListFilters {

    private ListFilters() {}

    static Object apply(String name, Object value, Given given) {
        return switch (name) {
            case "join" -> join(value, given);
            case "first" -> first(value);
            case "last" -> last(value);
            case "list" -> Values.items(value);
            case "reverse" -> reverse(value);
            case "sort" -> sort(value, given);
            case "unique" -> unique(value, given);
            case "dictsort" -> sortedPairs(value, given);
            case "sum" -> sum(value, given);
            case "min" -> extreme(value, -1, given);
            case "max" -> extreme(value, 1, given);
            case "groupby" -> groups(value, given);
            case "batch" -> batches(value, given);
            case "slice" -> slices(value, given);
            default -> throw new IllegalArgumentException("The filter '%s' is not known here".formatted(name));
        };
    }

    private static Object join(Object value, Given given) {
        var a = given.bind(0, "d", "attribute");
        return Strings.join(
                Values.text(a.get(0, "")),
                Values.items(value).stream()
                        .map(item -> Values.text(a.has(1) ? Lookup.path(item, a.get(1)) : item))
                        .toList());
    }

    private static Object first(Object value) {
        var items = Values.items(value);
        return items.isEmpty() ? new Values.Undefined("first") : items.getFirst();
    }

    private static Object last(Object value) {
        if (value instanceof Lazy) {
            throw new IllegalArgumentException("A generator has no last item");
        }
        var items = Values.items(value);
        return items.isEmpty() ? new Values.Undefined("last") : items.getLast();
    }

    private static Object reverse(Object value) {
        if (value instanceof String s) {
            return new StringBuilder(s).reverse().toString();
        }
        var items = Values.items(value);
        Collections.reverse(items);
        return new Lazy(items);
    }

    /// An item with what it is ordered by.
    private record Keyed(Object key, Object item) {}

    private static List<Object> sorted(
            List<Object> items, java.util.function.Function<Object, Object> key, boolean down) {
        var keyed = new ArrayList<Keyed>(items.size());
        for (var item : items) {
            keyed.add(new Keyed(key.apply(item), item));
        }
        Comparator<Keyed> order = (left, right) -> Comparison.compare(left.key(), right.key());
        keyed.sort(down ? order.reversed() : order);
        var result = new ArrayList<Object>(keyed.size());
        keyed.forEach(each -> result.add(each.item()));
        return result;
    }

    private static Object fold(Object value, boolean caseSensitive) {
        if (value instanceof String s && !caseSensitive) {
            Budget.spend(s.length());
            return s.toLowerCase(Locale.ROOT);
        }
        return value;
    }

    private static Object sort(Object value, Given given) {
        var a = given.bind(0, "reverse", "case_sensitive", "attribute");
        var caseSensitive = a.truth(1, false);
        var paths = a.has(2) ? Strings.split(Values.text(a.get(2)), ",", -1) : List.<Object>of();
        return sorted(
                Values.items(value),
                item -> {
                    if (paths.isEmpty()) {
                        return fold(item, caseSensitive);
                    }
                    var keys = new ArrayList<Object>();
                    paths.forEach(path -> keys.add(fold(Lookup.path(item, path), caseSensitive)));
                    return keys;
                },
                a.truth(0, false));
    }

    private static Object unique(Object value, Given given) {
        var a = given.bind(0, "case_sensitive", "attribute");
        var kept = new ArrayList<Object>();
        var seen = new java.util.HashSet<Object>();
        for (var item : Values.items(value)) {
            var key = fold(a.has(1) ? Lookup.path(item, a.get(1)) : item, a.truth(0, false));
            if (seen.add(Values.key(key))) {
                kept.add(item);
            }
        }
        return new Lazy(kept);
    }

    private static Object sortedPairs(Object value, Given given) {
        var a = given.bind(0, "case_sensitive", "by", "reverse");
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("dictsort needs a map, not %s".formatted(Values.type(value)));
        }
        var by = switch (a.text(1, "key")) {
            case "key" -> 0;
            case "value" -> 1;
            default -> throw new IllegalArgumentException("dictsort goes by 'key' or 'value'");
        };
        return sorted(Methods.pairs(map), pair -> fold(((Tuple) pair).get(by), a.truth(0, false)), a.truth(2, false));
    }

    private static Object sum(Object value, Given given) {
        var a = given.bind(0, "attribute", "start");
        var sum = a.get(1, 0L);
        for (var item : Values.items(value)) {
            sum = Arithmetic.apply("+", sum, a.has(0) ? Lookup.path(item, a.get(0)) : item);
        }
        return sum;
    }

    private static Object extreme(Object value, int sign, Given given) {
        var a = given.bind(0, "case_sensitive", "attribute");
        Object best = null;
        Object bestKey = null;
        for (var item : Values.items(value)) {
            var key = fold(a.has(1) ? Lookup.path(item, a.get(1)) : item, a.truth(0, false));
            if (best == null || bestKey == null || sign * Comparison.compare(key, bestKey) > 0) {
                best = item;
                bestKey = key;
            }
        }
        return best == null ? new Values.Undefined("min or max") : best;
    }

    /// Groups of what has the same attribute, in the order of that attribute; each is a pair with the names
    /// `grouper` and `list`.
    private static Object groups(Object value, Given given) {
        var a = given.bind(1, "attribute", "default", "case_sensitive");
        var caseSensitive = a.truth(2, false);
        java.util.function.Function<Object, Object> key = item -> {
            var found = Lookup.path(item, a.get(0));
            return fold(found instanceof Values.Undefined && a.has(1) ? a.get(1) : found, caseSensitive);
        };
        var groups = new LinkedHashMap<Object, List<Object>>();
        for (var item : sorted(Values.items(value), key, false)) {
            groups.computeIfAbsent(Values.key(key.apply(item)), _ -> new ArrayList<>())
                    .add(item);
        }
        var result = new ArrayList<Object>();
        groups.forEach((folded, items) -> {
            var shown = caseSensitive ? folded : Lookup.path(items.getFirst(), a.get(0));
            result.add(new Tuple(
                    List.of(shown instanceof Values.Undefined ? folded : shown, items), "grouper", "list"));
        });
        return result;
    }

    private static Object batches(Object value, Given given) {
        var a = given.bind(1, "linecount", "fill_with");
        var size = a.whole(0, 1);
        var result = new ArrayList<Object>();
        List<Object> batch = new ArrayList<>();
        for (var item : Values.items(value)) {
            if (batch.size() == size) {
                result.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(item);
        }
        if (!batch.isEmpty()) {
            Budget.checkSize(size);
            while (a.has(1) && batch.size() < size) {
                batch.add(a.get(1));
            }
            result.add(batch);
        }
        return new Lazy(result);
    }

    private static Object slices(Object value, Given given) {
        var a = given.bind(1, "slices", "fill_with");
        var count = Math.toIntExact(a.whole(0, 1));
        if (count < 1) {
            throw new IllegalArgumentException("slice needs at least one slice, not %d".formatted(count));
        }
        Budget.checkSize(count);
        var items = Values.items(value);
        var each = items.size() / count;
        var longer = items.size() % count;
        var result = new ArrayList<Object>();
        var at = 0;
        for (var i = 0; i < count; i++) {
            var end = at + each + (i < longer ? 1 : 0);
            var slice = new ArrayList<>(items.subList(at, end));
            if (a.has(1) && i >= longer) {
                slice.add(a.get(1));
            }
            result.add(slice);
            at = end;
        }
        Budget.spendOn(result);
        return new Lazy(result);
    }
}
