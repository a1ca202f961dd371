package dev.assay.engine.template;

import dev.assay.engine.template.ChatTemplate.Span;
import dev.assay.engine.template.Statement.Filtering;
import dev.assay.engine.template.Statement.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Runs statements. A template is input like any other: it may take so many steps, nest so deep and write so
/// much, and it reaches no object of the program.
final class Interpreter {

    private static final int DEEPEST = 300;

    /// How a body ended.
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final List<Span> generated = new ArrayList<>();
    private final Evaluator evaluator;
    private StringBuilder out = new StringBuilder();
    private int captures;
    private int depth;
    private int line;

    private Interpreter() {
        evaluator = new Evaluator(this);
    }

    /// @throws TemplateException if the template fails or refuses
    static ChatTemplate.Rendering render(List<Statement> statements, Map<String, Object> variables) {
        var interpreter = new Interpreter();
        return Budget.of(() -> {
            try {
                interpreter.run(statements, Scope.of(variables));
                return new ChatTemplate.Rendering(interpreter.out.toString(), interpreter.generated);
            } catch (IllegalArgumentException | ArithmeticException e) {
                var failed = new TemplateException(interpreter.line, String.valueOf(e.getMessage()));
                throw Budget.isExceeded() ? failed.asEndless() : failed;
            }
        });
    }

    /// Goes one level deeper.
    ///
    /// @throws TemplateException if that is too deep
    void down() {
        Budget.spend(Budget.STEP);
        if (++depth > DEEPEST) {
            throw new TemplateException(line, "Nested more than " + DEEPEST + " deep");
        }
    }

    void up() {
        depth--;
    }

    private void write(String text) {
        Budget.spend(text.length());
        Budget.checkLength(out.length() + (long) text.length());
        out.append(text);
    }

    private Flow run(List<Statement> statements, Scope scope) {
        for (var statement : statements) {
            down();
            try {
                line = statement.line();
                var flow = run(statement, scope);
                if (flow != Flow.ON) {
                    return flow;
                }
            } finally {
                up();
            }
        }
        return Flow.ON;
    }

    private Flow run(Statement statement, Scope scope) {
        switch (statement) {
            case Statement.Data data -> write(data.text());
            case Statement.Output output -> write(Values.text(evaluator.eval(output.value(), scope)));
            case Statement.If branches -> {
                for (var i = 0; i < branches.conditions().size(); i++) {
                    if (Values.truth(evaluator.eval(branches.conditions().get(i), scope))) {
                        return run(branches.bodies().get(i), scope);
                    }
                }
                return run(branches.otherwise(), scope);
            }
            case Statement.For loop -> loop(loop, evaluator.eval(loop.items(), scope), 0, scope);
            case Statement.Set set -> assign(set.target(), evaluator.eval(set.value(), scope), scope);
            case Statement.SetBlock set ->
                assign(set.target(), filtered(set.filters(), captured(set.body(), scope.inner()), scope), scope);
            case Statement.Macro macro ->
                scope.set(macro.name(), new Macro(macro.name(), macro.signature(), macro.body(), scope, this));
            case Statement.CallBlock block -> {
                var caller = new Macro("caller", block.signature(), block.body(), scope, this);
                write(Values.text(evaluator.call(block.call(), scope, Optional.of(caller))));
            }
            case Statement.FilterBlock block ->
                write(Values.text(filtered(block.filters(), captured(block.body(), scope.inner()), scope)));
            case Statement.With with -> {
                var inner = scope.inner();
                for (var i = 0; i < with.targets().size(); i++) {
                    assign(with.targets().get(i), evaluator.eval(with.values().get(i), scope), inner);
                }
                return run(with.body(), inner);
            }
            case Statement.Generation generation -> {
                var from = out.length();
                run(generation.body(), scope.inner());
                if (captures == 0) {
                    generated.add(new Span(from, out.length()));
                }
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

    /// What a body writes.
    String captured(List<Statement> body, Scope scope) {
        return captured(() -> run(body, scope));
    }

    private String captured(Runnable writing) {
        var before = out;
        var lineBefore = line;
        out = new StringBuilder();
        captures++;
        try {
            writing.run();
            line = lineBefore;
            return out.toString();
        } finally {
            captures--;
            out = before;
        }
    }

    Evaluator evaluator() {
        return evaluator;
    }

    private Object filtered(List<Filtering> filters, Object text, Scope scope) {
        var value = text;
        for (var filter : filters) {
            value = Filters.apply(filter.name(), value, evaluator.given(filter.arguments(), scope));
        }
        return value;
    }

    private static void assign(Target target, Object value, Scope scope) {
        switch (target) {
            case Target.Name(var name) -> scope.set(name, value);
            case Target.Attribute(var object, var name) -> {
                if (!(scope.get(object) instanceof Values.Namespace namespace)) {
                    throw new IllegalArgumentException(
                            "Only a namespace can be changed, and '%s' is none".formatted(object));
                }
                namespace.put(name, value);
            }
            case Target.Several(var targets) -> {
                var items = Values.items(value);
                if (items.size() != targets.size()) {
                    throw new IllegalArgumentException(
                            "%d names are given %d values".formatted(targets.size(), items.size()));
                }
                for (var i = 0; i < targets.size(); i++) {
                    assign(targets.get(i), items.get(i), scope);
                }
            }
        }
    }

    private void loop(Statement.For loop, Object over, int recursion, Scope scope) {
        var items = kept(loop, Values.items(over), scope);
        if (items.isEmpty()) {
            run(loop.otherwise(), scope.inner());
            return;
        }
        var again = loop.recursive()
                ? Optional.<UnaryOperator<Object>>of(inner -> captured(() -> loop(loop, inner, recursion + 1, scope)))
                : Optional.<UnaryOperator<Object>>empty();
        var state = new Loop(items, recursion, again);
        for (var i = 0; i < items.size(); i++) {
            Budget.spend(Budget.STEP);
            state.at(i);
            var inner = scope.inner();
            inner.set("loop", state);
            assign(loop.target(), items.get(i), inner);
            if (run(loop.body(), inner) == Flow.BREAK) {
                return;
            }
        }
    }

    private List<Object> kept(Statement.For loop, List<Object> items, Scope scope) {
        if (loop.filter().isEmpty()) {
            return items;
        }
        var kept = new ArrayList<Object>();
        for (var item : items) {
            var inner = scope.inner();
            assign(loop.target(), item, inner);
            if (Values.truth(evaluator.eval(loop.filter().get(), inner))) {
                kept.add(item);
            }
        }
        return kept;
    }
}
