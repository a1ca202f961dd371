package dev.assay.engine.template;

import dev.assay.engine.template.Statement.Filtering;
import dev.assay.engine.template.Statement.Signature;
import dev.assay.engine.template.Statement.Target;
import dev.assay.engine.template.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a template into statements.
final class Parser extends ExpressionParser {

    /// Whether a `break` here would leave a loop.
    private boolean inLoop;

    private Parser(List<Token> tokens) {
        super(tokens);
    }

    static List<Statement> parse(List<Token> tokens) {
        var parser = new Parser(tokens);
        var statements = parser.body(Set.of());
        if (parser.current().kind() != Kind.END) {
            throw parser.unexpected("the end of the template");
        }
        return statements;
    }

    /// All names and strings that stand in a template's tags, whatever they name.
    static Set<String> names(List<Token> tokens) {
        var names = new HashSet<String>();
        tokens.stream()
                .filter(token -> token.kind() == Kind.NAME || token.kind() == Kind.STRING)
                .forEach(token -> names.add(token.text()));
        return names;
    }

    /// Statements up to a block that starts with one of these words, which is left to be read.
    private List<Statement> body(Set<String> ends) {
        var statements = new ArrayList<Statement>();
        while (true) {
            var token = current();
            switch (token.kind()) {
                case DATA -> statements.add(new Statement.Data(token.line(), next().text()));
                case VARIABLE_BEGIN -> {
                    next();
                    statements.add(new Statement.Output(token.line(), tuple()));
                    expect(Kind.VARIABLE_END);
                }
                case BLOCK_BEGIN -> {
                    next();
                    if (current().kind() == Kind.NAME && ends.contains(current().text())) {
                        return statements;
                    }
                    statements.add(deeper(this::block));
                }
                case END -> {
                    if (!ends.isEmpty()) {
                        throw unexpected("one of "
                                + String.join(", ", ends.stream().sorted().toList()));
                    }
                    return statements;
                }
                case VARIABLE_END, BLOCK_END, NAME, STRING, INTEGER, FLOAT, OPERATOR -> throw unexpected("a statement");
            }
        }
    }

    private Statement block() {
        var word = expect(Kind.NAME);
        var line = word.line();
        return switch (word.text()) {
            case "if" -> branches(line);
            case "for" -> loop(line);
            case "set" -> set(line);
            case "macro" -> {
                var name = expect(Kind.NAME).text();
                expectOperator("(");
                var signature = signature();
                var from = position();
                var body = closed("endmacro");
                yield new Statement.Macro(line, name, taking(signature, from), body);
            }
            case "call" -> {
                var signature = skipOperator("(") ? signature() : new Signature(List.of(), List.of(), Set.of());
                if (!(expression() instanceof Expression.Call call)) {
                    throw unexpected("a call before the end of the block");
                }
                var from = position();
                var body = closed("endcall");
                yield new Statement.CallBlock(line, taking(signature, from), call, body);
            }
            case "filter" -> {
                var filters = new ArrayList<Filtering>();
                do {
                    filters.add(filtering());
                } while (skipOperator("|"));
                yield new Statement.FilterBlock(line, filters, closed("endfilter"));
            }
            case "with" -> with(line);
            case "generation" -> new Statement.Generation(line, closed("endgeneration"));
            case "break" -> {
                expectLoop(line, "break");
                yield new Statement.Break(line);
            }
            case "continue" -> {
                expectLoop(line, "continue");
                yield new Statement.Continue(line);
            }
            default -> throw new TemplateException(line, "The block '%s' is not known here".formatted(word.text()));
        };
    }

    private void expectLoop(int line, String word) {
        if (!inLoop) {
            throw new TemplateException(line, "'%s' stands outside a loop".formatted(word));
        }
        if (current().kind() != Kind.BLOCK_END) {
            throw unexpected("the end of the block");
        }
        next();
    }

    /// The body of a block that a loop cannot be left from, and the end of the block.
    private List<Statement> closed(String end) {
        expect(Kind.BLOCK_END);
        var before = inLoop;
        inLoop = false;
        var body = body(Set.of(end));
        inLoop = before;
        if (end.equals("endmacro") && current().isName(end)) {
            next();
            if (current().kind() == Kind.NAME) {
                next(); // the macro's name may stand here
            }
            expect(Kind.BLOCK_END);
            return body;
        }
        close();
        return body;
    }

    /// Reads the word that ended a body, and the end of its block.
    private void close() {
        next();
        expect(Kind.BLOCK_END);
    }

    private Statement branches(int line) {
        var conditions = new ArrayList<Expression>();
        var bodies = new ArrayList<List<Statement>>();
        List<Statement> otherwise = List.of();
        do {
            conditions.add(tuple());
            expect(Kind.BLOCK_END);
            bodies.add(body(Set.of("elif", "else", "endif")));
        } while (skipName("elif"));
        if (current().isName("else")) {
            close();
            otherwise = body(Set.of("endif"));
        }
        close();
        return new Statement.If(line, conditions, bodies, otherwise);
    }

    private Statement loop(int line) {
        var target = targets("in");
        if (!skipName("in")) {
            throw unexpected("'in'");
        }
        var items = or();
        if (current().isOperator(",")) {
            var all = new ArrayList<>(List.of(items));
            while (skipOperator(",")) {
                all.add(or());
            }
            items = new Expression.TupleOf(all);
        }
        var filter = skipName("if") ? Optional.of(expression()) : Optional.<Expression>empty();
        var recursive = skipName("recursive");
        expect(Kind.BLOCK_END);
        var before = inLoop;
        inLoop = true;
        var body = body(Set.of("else", "endfor"));
        inLoop = before;
        List<Statement> otherwise = List.of();
        if (current().isName("else")) {
            close();
            otherwise = body(Set.of("endfor"));
        }
        close();
        return new Statement.For(line, target, items, filter, recursive, body, otherwise);
    }

    private Target targets(String end) {
        var first = target();
        if (!current().isOperator(",")) {
            return first;
        }
        var all = new ArrayList<>(List.of(first));
        while (skipOperator(",") && !current().isName(end) && !current().isOperator(end)) {
            all.add(target());
        }
        return new Target.Several(all);
    }

    private Target target() {
        if (skipOperator("(")) {
            var inner = deeper(() -> targets(")"));
            expectOperator(")");
            return inner;
        }
        var name = expect(Kind.NAME).text();
        return skipOperator(".") ? new Target.Attribute(name, expect(Kind.NAME).text()) : new Target.Name(name);
    }

    private Statement set(int line) {
        var target = targets("=");
        if (skipOperator("=")) {
            var value = tuple();
            expect(Kind.BLOCK_END);
            return new Statement.Set(line, target, value);
        }
        if (target instanceof Target.Several) {
            throw unexpected("'='");
        }
        var filters = new ArrayList<Filtering>();
        while (skipOperator("|")) {
            filters.add(filtering());
        }
        return new Statement.SetBlock(line, target, filters, closed("endset"));
    }

    private Filtering filtering() {
        var filter = filter(new Expression.Constant(""));
        return new Filtering(filter.name(), filter.arguments());
    }

    private Statement with(int line) {
        var targets = new ArrayList<Target>();
        var values = new ArrayList<Expression>();
        while (current().kind() != Kind.BLOCK_END) {
            if (!targets.isEmpty()) {
                expectOperator(",");
            }
            targets.add(target());
            expectOperator("=");
            values.add(expression());
        }
        return new Statement.With(line, targets, values, closed("endwith"));
    }

    private Signature signature() {
        var parameters = new ArrayList<String>();
        var defaults = new ArrayList<Optional<Expression>>();
        while (!skipOperator(")")) {
            if (!parameters.isEmpty()) {
                expectOperator(",");
            }
            parameters.add(expect(Kind.NAME).text());
            defaults.add(skipOperator("=") ? Optional.of(expression()) : Optional.empty());
        }
        return new Signature(parameters, defaults, Set.of());
    }

    /// With what the tokens since `from` name of the three that a macro may take beyond its parameters.
    private Signature taking(Signature signature, int from) {
        var takes = new HashSet<String>();
        for (var name : List.of("varargs", "kwargs", "caller")) {
            if (namedSince(from, name)) {
                takes.add(name);
            }
        }
        return new Signature(signature.parameters(), signature.defaults(), takes);
    }
}
