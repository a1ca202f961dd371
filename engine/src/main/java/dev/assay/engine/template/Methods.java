package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// The methods that a template may call on strings, maps and lists. None changes its object.
final class Methods {

    private Methods() {}

    /// The method of this name, bound to its object, if there is one.
    static Optional<Values.Function> find(Object object, String name) {
        return switch (object) {
            case String s -> string(s, name);
            case Map<?, ?> map -> map(map, name);
            case List<?> list -> list(list, name);
            default -> Optional.empty();
        };
    }

    private static Optional<Values.Function> string(String s, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "strip" ->
                        (a, n) -> given(a, 0)
                                ? Strings.stripRight(Strings.stripLeft(s, text(a, 0)), text(a, 0))
                                : Strings.strip(s);
                    case "lstrip" -> (a, n) -> given(a, 0) ? Strings.stripLeft(s, text(a, 0)) : Strings.stripLeft(s);
                    case "rstrip" -> (a, n) -> given(a, 0) ? Strings.stripRight(s, text(a, 0)) : Strings.stripRight(s);
                    case "split" ->
                        (a, n) -> {
                            var most = most(a, n, "maxsplit", 1);
                            return given(a, 0) ? Strings.split(s, text(a, 0), most) : Strings.splitSpace(s, most);
                        };
                    case "rsplit" ->
                        (a, n) -> {
                            var most = most(a, n, "maxsplit", 1);
                            return given(a, 0)
                                    ? Strings.splitFromRight(s, text(a, 0), most)
                                    : Strings.splitSpace(s, -1);
                        };
                    case "splitlines" -> (a, n) -> Strings.lines(s);
                    case "startswith" -> (a, n) -> any(a, s::startsWith);
                    case "endswith" -> (a, n) -> any(a, s::endsWith);
                    case "replace" -> (a, n) -> Strings.replace(s, text(a, 0), text(a, 1), most(a, n, "count", 2));
                    case "upper" -> (a, n) -> s.toUpperCase(Locale.ROOT);
                    case "lower" -> (a, n) -> s.toLowerCase(Locale.ROOT);
                    case "title" -> (a, n) -> Strings.title(s);
                    case "capitalize" -> (a, n) -> Strings.capitalize(s);
                    case "find" -> (a, n) -> index(s, s.indexOf(text(a, 0)));
                    case "rfind" -> (a, n) -> index(s, s.lastIndexOf(text(a, 0)));
                    case "count" ->
                        (a, n) -> (long) Strings.split(s, text(a, 0), -1).size() - 1;
                    case "join" ->
                        (a, n) -> Strings.join(
                                s,
                                Values.items(argument(a, 0)).stream()
                                        .map(item -> text(List.of(item), 0))
                                        .toList());
                    case "removeprefix" ->
                        (a, n) -> s.startsWith(text(a, 0))
                                ? s.substring(text(a, 0).length())
                                : s;
                    case "removesuffix" ->
                        (a, n) -> s.endsWith(text(a, 0))
                                ? s.substring(0, s.length() - text(a, 0).length())
                                : s;
                    case "isdigit" -> (a, n) -> all(s, Character::isDigit);
                    case "isalpha" -> (a, n) -> all(s, Character::isLetter);
                    case "isalnum" -> (a, n) -> all(s, Character::isLetterOrDigit);
                    case "isspace" -> (a, n) -> all(s, Strings::isSpace);
                    case "isupper" ->
                        (a, n) -> !s.equals(s.toLowerCase(Locale.ROOT)) && s.equals(s.toUpperCase(Locale.ROOT));
                    case "islower" ->
                        (a, n) -> !s.equals(s.toUpperCase(Locale.ROOT)) && s.equals(s.toLowerCase(Locale.ROOT));
                    default -> null;
                });
    }

    private static Optional<Values.Function> map(Map<?, ?> map, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "items" ->
                        (a, n) -> {
                            var pairs = new ArrayList<Object>();
                            map.forEach((key, value) -> pairs.add(new Tuple(List.of(key, value))));
                            return pairs;
                        };
                    case "keys" -> (a, n) -> new ArrayList<Object>(map.keySet());
                    case "values" -> (a, n) -> new ArrayList<Object>(map.values());
                    case "get" ->
                        (a, n) -> {
                            var value = map.get(argument(a, 0));
                            return value != null
                                    ? value
                                    : given(a, 1) ? a.get(1) : n.getOrDefault("default", Values.NONE);
                        };
                    case "copy" -> (a, n) -> map;
                    default -> null;
                });
    }

    private static Optional<Values.Function> list(List<?> list, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "copy" -> (a, n) -> list;
                    case "count" ->
                        (a, n) -> list.stream()
                                .filter(item -> Values.equal(item, argument(a, 0)))
                                .count();
                    case "index" ->
                        (a, n) -> {
                            for (var i = 0; i < list.size(); i++) {
                                if (Values.equal(list.get(i), argument(a, 0))) {
                                    return (long) i;
                                }
                            }
                            throw new IllegalArgumentException(
                                    "%s is not in the list".formatted(Values.represent(argument(a, 0))));
                        };
                    default -> null;
                });
    }

    private static boolean given(List<Object> arguments, int at) {
        return arguments.size() > at && arguments.get(at) != Values.NONE;
    }

    static Object argument(List<Object> arguments, int at) {
        if (arguments.size() <= at) {
            throw new IllegalArgumentException("Argument %d is missing".formatted(at + 1));
        }
        return arguments.get(at);
    }

    static String text(List<Object> arguments, int at) {
        if (argument(arguments, at) instanceof String s) {
            return s;
        }
        throw new IllegalArgumentException("Expected a string, not %s".formatted(Values.type(arguments.get(at))));
    }

    private static long most(List<Object> arguments, Map<String, Object> named, String name, int at) {
        return Values.toLong(given(arguments, at) ? arguments.get(at) : named.getOrDefault(name, -1L));
    }

    private static Object index(String s, int at) {
        return at < 0 ? -1L : (long) s.codePointCount(0, at);
    }

    private static boolean any(List<Object> arguments, java.util.function.Predicate<String> test) {
        if (argument(arguments, 0) instanceof List<?> choices) {
            return choices.stream().anyMatch(choice -> choice instanceof String s && test.test(s));
        }
        return test.test(text(arguments, 0));
    }

    private static boolean all(String s, IntPredicate test) {
        return !s.isEmpty() && s.codePoints().allMatch(test);
    }
}
