package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Renders statements. A template is input like any other: it may take so many steps, nest so deep and
/// write so much, and it reaches no object of the program.
final class Interpreter {

    /// Most characters that a template may write.
    static final int LONGEST = 1 << 25;

    private static final int STEPS = 2_000_000;
    private static final int DEEPEST = 120;

    /// How a body ended.
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private StringBuilder out = new StringBuilder();
    private int steps;
    private int depth;
    private int line;

    /// @throws TemplateException if the template fails or refuses
    static String render(List<Statement> statements, Map<String, Object> variables) {
        var interpreter = new Interpreter();
        try {
            interpreter.run(statements, Scope.of(variables));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new TemplateException(interpreter.line, String.valueOf(e.getMessage()));
        }
        return interpreter.out.toString();
    }

    private void step() {
        if (++steps > STEPS) {
            throw new TemplateException(line, "The template takes more than %d steps".formatted(STEPS));
        }
    }

    private void write(String text) {
        if (out.length() + (long) text.length() > LONGEST) {
            throw new TemplateException(line, "The template writes more than %d characters".formatted(LONGEST));
        }
        out.append(text);
    }

    private Flow run(List<Statement> statements, Scope scope) {
        for (var statement : statements) {
            step();
            line = statement.line();
            var flow = run(statement, scope);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow run(Statement statement, Scope scope) {
        switch (statement) {
            case Statement.Data data -> write(data.text());
            case Statement.Output output -> write(Values.text(eval(output.value(), scope)));
            case Statement.If branches -> {
                for (var i = 0; i < branches.conditions().size(); i++) {
                    if (Values.truth(eval(branches.conditions().get(i), scope))) {
                        return run(branches.bodies().get(i), scope);
                    }
                }
                return run(branches.otherwise(), scope);
            }
            case Statement.For loop -> loop(loop, scope);
            case Statement.Set set -> assign(set.names(), eval(set.value(), scope), scope);
            case Statement.SetAttribute set -> {
                if (!(scope.get(set.object()) instanceof Values.Namespace(var attributes))) {
                    throw new IllegalArgumentException(
                            "Only a namespace can be changed, and '%s' is none".formatted(set.object()));
                }
                attributes.put(set.name(), eval(set.value(), scope));
            }
            case Statement.SetBlock set -> scope.set(set.name(), captured(set.body(), scope.inner()));
            case Statement.Macro macro -> scope.set(macro.name(), macro(macro, scope));
            case Statement.Body body -> {
                return run(body.statements(), scope);
            }
            case Statement.Break _ -> {
                return Flow.BREAK;
            }
            case Statement.Continue _ -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.ON;
    }

    private String captured(List<Statement> body, Scope scope) {
        var before = out;
        out = new StringBuilder();
        try {
            run(body, scope);
            return out.toString();
        } finally {
            out = before;
        }
    }

    private static void assign(List<String> names, Object value, Scope scope) {
        if (names.size() == 1) {
            scope.set(names.getFirst(), value);
            return;
        }
        var items = Values.items(value);
        if (items.size() != names.size()) {
            throw new IllegalArgumentException("%d names are given %d values".formatted(names.size(), items.size()));
        }
        for (var i = 0; i < names.size(); i++) {
            scope.set(names.get(i), items.get(i));
        }
    }

    private void loop(Statement.For loop, Scope scope) {
        var items = Values.items(eval(loop.items(), scope));
        if (loop.filter().isPresent()) {
            var kept = new ArrayList<Object>();
            for (var item : items) {
                step();
                var inner = scope.inner();
                assign(loop.targets(), item, inner);
                if (Values.truth(eval(loop.filter().get(), inner))) {
                    kept.add(item);
                }
            }
            items = kept;
        }
        if (items.isEmpty()) {
            run(loop.otherwise(), scope.inner());
            return;
        }
        for (var i = 0; i < items.size(); i++) {
            step();
            var inner = scope.inner();
            inner.set("loop", state(items, i));
            assign(loop.targets(), items.get(i), inner);
            if (run(loop.body(), inner) == Flow.BREAK) {
                return;
            }
        }
    }

    private static Map<String, Object> state(List<Object> items, int i) {
        var size = items.size();
        var state = new LinkedHashMap<String, Object>();
        state.put("index", i + 1L);
        state.put("index0", (long) i);
        state.put("revindex", (long) size - i);
        state.put("revindex0", size - i - 1L);
        state.put("first", i == 0);
        state.put("last", i == size - 1);
        state.put("length", (long) size);
        state.put("previtem", i > 0 ? items.get(i - 1) : new Values.Undefined("previtem"));
        state.put("nextitem", i < size - 1 ? items.get(i + 1) : new Values.Undefined("nextitem"));
        Values.Function cycle = (choices, _) -> choices.isEmpty() ? Values.NONE : choices.get(i % choices.size());
        state.put("cycle", cycle);
        return state;
    }

    private Values.Function macro(Statement.Macro macro, Scope scope) {
        return (positional, named) -> {
            if (positional.size() > macro.parameters().size()) {
                throw new IllegalArgumentException("The macro '%s' takes %d arguments"
                        .formatted(macro.name(), macro.parameters().size()));
            }
            var inner = scope.inner();
            for (var i = 0; i < macro.parameters().size(); i++) {
                var parameter = macro.parameters().get(i);
                var value = i < positional.size() ? positional.get(i) : named.get(parameter);
                if (value == null) {
                    var byDefault = macro.defaults().get(i);
                    value = byDefault.isPresent() ? eval(byDefault.get(), inner) : new Values.Undefined(parameter);
                }
                inner.set(parameter, value);
            }
            return captured(macro.body(), inner);
        };
    }

    private Object eval(Expression expression, Scope scope) {
        step();
        if (++depth > DEEPEST) {
            throw new TemplateException(line, "Nested more than " + DEEPEST + " deep");
        }
        try {
            return switch (expression) {
                case Expression.Constant(var value) -> value;
                case Expression.Name(var name) -> scope.get(name);
                case Expression.ListOf(var items) -> all(items, scope);
                case Expression.TupleOf(var items) -> new Tuple(all(items, scope));
                case Expression.DictOf(var keys, var values) -> {
                    var map = new LinkedHashMap<Object, Object>();
                    for (var i = 0; i < keys.size(); i++) {
                        map.put(eval(keys.get(i), scope), eval(values.get(i), scope));
                    }
                    yield map;
                }
                case Expression.Attribute(var object, var name) -> Lookup.attribute(eval(object, scope), name);
                case Expression.Item(var object, var key) -> Lookup.item(eval(object, scope), eval(key, scope));
                case Expression.Slice slice ->
                    Lookup.slice(
                            eval(slice.object(), scope),
                            slice.from().map(from -> eval(from, scope)),
                            slice.to().map(to -> eval(to, scope)),
                            slice.step().map(by -> eval(by, scope)));
                case Expression.Call(var function, var arguments) -> {
                    if (!(eval(function, scope) instanceof Values.Function callable)) {
                        throw new IllegalArgumentException("%s cannot be called".formatted(describe(function)));
                    }
                    yield callable.call(all(arguments.positional(), scope), named(arguments, scope));
                }
                case Expression.Filter(var value, var name, var arguments) ->
                    Filters.apply(
                            name, eval(value, scope), all(arguments.positional(), scope), named(arguments, scope));
                case Expression.Test(var value, var name, var arguments) ->
                    Tests.holds(name, eval(value, scope), all(arguments.positional(), scope));
                case Expression.Not(var value) -> !Values.truth(eval(value, scope));
                case Expression.Negate(var value) -> Arithmetic.apply("-", 0L, eval(value, scope));
                case Expression.And(var left, var right) -> {
                    var value = eval(left, scope);
                    yield Values.truth(value) ? eval(right, scope) : value;
                }
                case Expression.Or(var left, var right) -> {
                    var value = eval(left, scope);
                    yield Values.truth(value) ? value : eval(right, scope);
                }
                case Expression.Binary(var operator, var left, var right) ->
                    binary(operator, eval(left, scope), eval(right, scope));
                case Expression.Compare compare -> compare(compare, scope);
                case Expression.Conditional(var condition, var then, var otherwise) -> {
                    if (Values.truth(eval(condition, scope))) {
                        yield eval(then, scope);
                    }
                    yield otherwise.isPresent() ? eval(otherwise.get(), scope) : new Values.Undefined("else");
                }
            };
        } finally {
            depth--;
        }
    }

    private static Object binary(String operator, Object left, Object right) {
        var result =
                operator.equals("~") ? Values.text(left) + Values.text(right) : Arithmetic.apply(operator, left, right);
        if (result instanceof String text && text.length() > LONGEST) {
            throw new IllegalArgumentException("The text grows beyond %d characters".formatted(LONGEST));
        }
        return result;
    }

    private static String describe(Expression function) {
        return switch (function) {
            case Expression.Name(var name) -> "'" + name + "'";
            case Expression.Attribute attribute -> "'" + attribute.name() + "'";
            default -> "This value";
        };
    }

    private List<Object> all(List<Expression> expressions, Scope scope) {
        var values = new ArrayList<Object>(expressions.size());
        for (var expression : expressions) {
            values.add(eval(expression, scope));
        }
        return values;
    }

    private Map<String, Object> named(Expression.Arguments arguments, Scope scope) {
        var values = new LinkedHashMap<String, Object>();
        arguments.named().forEach((name, expression) -> values.put(name, eval(expression, scope)));
        return values;
    }

    private Object compare(Expression.Compare compare, Scope scope) {
        var left = eval(compare.first(), scope);
        for (var i = 0; i < compare.operators().size(); i++) {
            var right = eval(compare.others().get(i), scope);
            var holds = switch (compare.operators().get(i)) {
                case "==" -> Values.equal(left, right);
                case "!=" -> !Values.equal(left, right);
                case "in" -> Values.contains(right, left);
                case "not in" -> !Values.contains(right, left);
                case "<" -> Values.compare(left, right) < 0;
                case "<=" -> Values.compare(left, right) <= 0;
                case ">" -> Values.compare(left, right) > 0;
                default -> Values.compare(left, right) >= 0;
            };
            if (!holds) {
                return false;
            }
            left = right;
        }
        return true;
    }
}
