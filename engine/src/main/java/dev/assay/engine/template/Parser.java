package dev.assay.engine.template;

import dev.assay.engine.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a template into statements.
final class Parser extends ExpressionParser {

    private Parser(List<Token> tokens) {
        super(tokens);
    }

    static List<Statement> parse(String template) {
        var parser = new Parser(Lexer.read(template));
        var statements = parser.body(Set.of());
        if (parser.current().kind() != Kind.END) {
            throw parser.unexpected("the end of the template");
        }
        return statements;
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
        return switch (word.text()) {
            case "if" -> branches(word.line());
            case "for" -> loop(word.line());
            case "set" -> set(word.line());
            case "macro" -> macro(word.line());
            case "generation" -> {
                expect(Kind.BLOCK_END);
                var statements = body(Set.of("endgeneration"));
                close();
                yield new Statement.Body(word.line(), statements);
            }
            case "break" -> {
                expect(Kind.BLOCK_END);
                yield new Statement.Break(word.line());
            }
            case "continue" -> {
                expect(Kind.BLOCK_END);
                yield new Statement.Continue(word.line());
            }
            default ->
                throw new TemplateException(word.line(), "The block '%s' is not known here".formatted(word.text()));
        };
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
        var targets = targets();
        if (!skipName("in")) {
            throw unexpected("'in'");
        }
        var items = or();
        if (current().isOperator(",")) {
            var all = new ArrayList<>(List.of(items));
            while (skipOperator(",")) {
                all.add(or());
            }
            items = new Expression.ListOf(all);
        }
        var filter = skipName("if") ? Optional.of(expression()) : Optional.<Expression>empty();
        if (current().isName("recursive")) {
            throw unexpected("a loop that is not recursive");
        }
        expect(Kind.BLOCK_END);
        var body = body(Set.of("else", "endfor"));
        List<Statement> otherwise = List.of();
        if (current().isName("else")) {
            close();
            otherwise = body(Set.of("endfor"));
        }
        close();
        return new Statement.For(line, targets, items, filter, body, otherwise);
    }

    private List<String> targets() {
        var parenthesised = skipOperator("(");
        var names = new ArrayList<String>();
        do {
            names.add(expect(Kind.NAME).text());
        } while (skipOperator(","));
        if (parenthesised) {
            expectOperator(")");
        }
        return names;
    }

    private Statement set(int line) {
        var names = targets();
        var attribute = names.size() == 1 && skipOperator(".")
                ? Optional.of(expect(Kind.NAME).text())
                : Optional.<String>empty();
        if (skipOperator("=")) {
            var value = tuple();
            expect(Kind.BLOCK_END);
            return attribute
                    .<Statement>map(name -> new Statement.SetAttribute(line, names.getFirst(), name, value))
                    .orElseGet(() -> new Statement.Set(line, names, value));
        }
        if (attribute.isPresent() || names.size() != 1) {
            throw unexpected("'='");
        }
        expect(Kind.BLOCK_END);
        var body = body(Set.of("endset"));
        close();
        return new Statement.SetBlock(line, names.getFirst(), body);
    }

    private Statement macro(int line) {
        var name = expect(Kind.NAME).text();
        var parameters = new ArrayList<String>();
        var defaults = new ArrayList<Optional<Expression>>();
        expectOperator("(");
        while (!skipOperator(")")) {
            if (!parameters.isEmpty()) {
                expectOperator(",");
            }
            parameters.add(expect(Kind.NAME).text());
            defaults.add(skipOperator("=") ? Optional.of(expression()) : Optional.empty());
        }
        expect(Kind.BLOCK_END);
        var body = body(Set.of("endmacro"));
        close();
        return new Statement.Macro(line, name, parameters, defaults, body);
    }
}
