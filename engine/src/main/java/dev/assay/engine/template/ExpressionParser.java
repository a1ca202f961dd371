package dev.assay.engine.template;

import dev.assay.engine.template.Expression.Arguments;
import dev.assay.engine.template.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads expressions, with Jinja's precedence: conditional, or, and, not, comparison, sum, `~`, product,
/// power, sign, postfix and filter.
class ExpressionParser {

    private static final int DEEPEST = 100;
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> NO_TEST_ARGUMENT = Set.of("else", "or", "and");

    private final List<Token> tokens;
    private int at;
    private int depth;

    ExpressionParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    final Token current() {
        return tokens.get(at);
    }

    /// The place of the current token.
    final int position() {
        return at;
    }

    /// Whether a name stands between a place and the current token.
    final boolean namedSince(int from, String name) {
        return tokens.subList(from, at).stream().anyMatch(token -> token.isName(name));
    }

    private Token following() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    final Token next() {
        var token = tokens.get(at);
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    final boolean skipOperator(String text) {
        var found = current().isOperator(text);
        if (found) {
            next();
        }
        return found;
    }

    final boolean skipName(String text) {
        var found = current().isName(text);
        if (found) {
            next();
        }
        return found;
    }

    final Token expect(Kind kind) {
        if (current().kind() != kind) {
            throw unexpected(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        }
        return next();
    }

    final void expectOperator(String text) {
        if (!skipOperator(text)) {
            throw unexpected("'" + text + "'");
        }
    }

    final TemplateException unexpected(String wanted) {
        var token = current();
        var found = token.text().isEmpty()
                ? token.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
                : "'" + token.text() + "'";
        return new TemplateException(token.line(), "Expected %s but found %s".formatted(wanted, found));
    }

    final <T> T deeper(java.util.function.Supplier<T> parse) {
        if (++depth > DEEPEST) {
            throw new TemplateException(current().line(), "Nested more than " + DEEPEST + " deep");
        }
        try {
            return parse.get();
        } finally {
            depth--;
        }
    }

    /// An expression, or several with commas between them, which make a list.
    final Expression tuple() {
        var first = expression();
        if (!current().isOperator(",")) {
            return first;
        }
        var items = new ArrayList<>(List.of(first));
        while (skipOperator(",") && startsExpression()) {
            items.add(expression());
        }
        return new Expression.TupleOf(items);
    }

    private boolean startsExpression() {
        return switch (current().kind()) {
            case NAME, STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> "([{-+".contains(current().text());
            case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END -> false;
        };
    }

    final Expression expression() {
        return deeper(this::conditional);
    }

    private Expression conditional() {
        var value = or();
        while (skipName("if")) {
            var condition = or();
            var otherwise = skipName("else") ? Optional.of(expression()) : Optional.<Expression>empty();
            value = new Expression.Conditional(condition, value, otherwise);
        }
        return value;
    }

    /// As [#expression], but an `if` that follows belongs to a `for`.
    final Expression or() {
        var left = and();
        while (skipName("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        var left = not();
        while (skipName("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        if (skipName("not")) {
            return deeper(() -> new Expression.Not(not()));
        }
        return compare();
    }

    private Expression compare() {
        var first = sum();
        var operators = new ArrayList<String>();
        var others = new ArrayList<Expression>();
        while (true) {
            if (current().kind() == Kind.OPERATOR
                    && COMPARISONS.contains(current().text())) {
                operators.add(next().text());
            } else if (skipName("in")) {
                operators.add("in");
            } else if (current().isName("not") && following().isName("in")) {
                next();
                next();
                operators.add("not in");
            } else {
                return operators.isEmpty() ? first : new Expression.Compare(first, operators, others);
            }
            others.add(sum());
        }
    }

    private Expression sum() {
        var left = concatenation();
        while (current().isOperator("+") || current().isOperator("-")) {
            left = new Expression.Binary(next().text(), left, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        var left = product();
        while (skipOperator("~")) {
            left = new Expression.Binary("~", left, product());
        }
        return left;
    }

    private Expression product() {
        var left = power();
        while (current().kind() == Kind.OPERATOR
                && Set.of("*", "/", "//", "%").contains(current().text())) {
            left = new Expression.Binary(next().text(), left, power());
        }
        return left;
    }

    private Expression power() {
        var left = unary(true);
        while (skipOperator("**")) {
            left = new Expression.Binary("**", left, unary(true));
        }
        return left;
    }

    private Expression unary(boolean withFilter) {
        Expression value;
        if (skipOperator("-")) {
            value = new Expression.Negate(deeper(() -> unary(false)));
        } else if (skipOperator("+")) {
            value = deeper(() -> unary(false));
        } else {
            value = primary();
        }
        value = postfix(value);
        return withFilter ? filters(value) : value;
    }

    private Expression primary() {
        var token = next();
        switch (token.kind()) {
            case NAME -> {
                return switch (token.text()) {
                    case "true", "True" -> new Expression.Constant(true);
                    case "false", "False" -> new Expression.Constant(false);
                    case "none", "None" -> new Expression.Constant(Values.NONE);
                    default -> new Expression.Name(token.text());
                };
            }
            case STRING -> {
                var text = new StringBuilder(token.text());
                while (current().kind() == Kind.STRING) {
                    text.append(next().text());
                }
                return new Expression.Constant(text.toString());
            }
            case INTEGER, FLOAT -> {
                return new Expression.Constant(number(token));
            }
            case OPERATOR -> {
                switch (token.text()) {
                    case "(" -> {
                        if (skipOperator(")")) {
                            return new Expression.TupleOf(List.of());
                        }
                        var value = tuple();
                        expectOperator(")");
                        return value;
                    }
                    case "[" -> {
                        return new Expression.ListOf(sequence("]"));
                    }
                    case "{" -> {
                        return dictionary();
                    }
                    default -> {}
                }
            }
            case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END -> {}
        }
        at--;
        throw unexpected("an expression");
    }

    private static Object number(Token token) {
        var digits = token.text().replace("_", "");
        try {
            if (digits.length() > 2 && Character.isLetter(digits.charAt(1)) && token.kind() == Kind.INTEGER) {
                return Long.parseLong(
                        digits.substring(2),
                        switch (Character.toLowerCase(digits.charAt(1))) {
                            case 'x' -> 16;
                            case 'o' -> 8;
                            default -> 2;
                        });
            }
            if (token.kind() == Kind.INTEGER) {
                return Long.parseLong(digits);
            }
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw new TemplateException(token.line(), "The number %s is too large".formatted(token.text()));
        }
    }

    private List<Expression> sequence(String closing) {
        var items = new ArrayList<Expression>();
        while (!skipOperator(closing)) {
            if (!items.isEmpty()) {
                expectOperator(",");
                if (skipOperator(closing)) {
                    break;
                }
            }
            items.add(expression());
        }
        return items;
    }

    private Expression dictionary() {
        var keys = new ArrayList<Expression>();
        var values = new ArrayList<Expression>();
        while (!skipOperator("}")) {
            if (!keys.isEmpty()) {
                expectOperator(",");
                if (skipOperator("}")) {
                    break;
                }
            }
            keys.add(expression());
            expectOperator(":");
            values.add(expression());
        }
        return new Expression.DictOf(keys, values);
    }

    private Expression postfix(Expression start) {
        var value = start;
        while (true) {
            if (skipOperator(".")) {
                var token = next();
                value = switch (token.kind()) {
                    case NAME -> new Expression.Attribute(value, token.text());
                    case INTEGER -> new Expression.Item(value, new Expression.Constant(number(token)));
                    default -> throw new TemplateException(token.line(), "Expected a name after '.'");
                };
            } else if (skipOperator("[")) {
                value = subscript(value);
            } else if (skipOperator("(")) {
                value = new Expression.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression object) {
        var parts = new ArrayList<Optional<Expression>>();
        var colons = 0;
        Optional<Expression> part = Optional.empty();
        while (!skipOperator("]")) {
            if (skipOperator(":")) {
                parts.add(part);
                part = Optional.empty();
                colons++;
            } else if (part.isEmpty()) {
                part = Optional.of(colons == 0 ? tuple() : expression());
            } else {
                throw unexpected("']'");
            }
        }
        if (colons == 0) {
            return new Expression.Item(object, part.orElseThrow(() -> unexpected("a key before ']'")));
        }
        parts.add(part);
        if (colons > 2) {
            throw unexpected("at most two ':' in a slice");
        }
        return new Expression.Slice(object, parts.get(0), parts.get(1), colons == 2 ? parts.get(2) : Optional.empty());
    }

    final Arguments arguments() {
        var positional = new ArrayList<Expression>();
        var named = new LinkedHashMap<String, Expression>();
        var spread = Optional.<Expression>empty();
        var spreadNamed = Optional.<Expression>empty();
        for (var first = true; !skipOperator(")"); first = false) {
            if (!first) {
                expectOperator(",");
                if (skipOperator(")")) {
                    break;
                }
            }
            if (skipOperator("**")) {
                spreadNamed = Optional.of(expression());
            } else if (skipOperator("*")) {
                spread = Optional.of(expression());
            } else if (current().kind() == Kind.NAME && following().isOperator("=")) {
                var name = next().text();
                next();
                if (named.put(name, expression()) != null) {
                    throw new TemplateException(current().line(), "The argument '%s' is given twice".formatted(name));
                }
            } else if (named.isEmpty() && spread.isEmpty() && spreadNamed.isEmpty()) {
                positional.add(expression());
            } else {
                throw unexpected("an argument with a name, as those before it have");
            }
        }
        return new Arguments(positional, named, spread, spreadNamed);
    }

    private Expression filters(Expression start) {
        var value = start;
        while (true) {
            if (skipOperator("|")) {
                value = filter(value);
            } else if (skipName("is")) {
                value = test(value);
            } else if (skipOperator("(")) {
                value = new Expression.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    /// A name with dots in it.
    private String dotted() {
        var name = new StringBuilder(expect(Kind.NAME).text());
        while (skipOperator(".")) {
            name.append('.').append(expect(Kind.NAME).text());
        }
        return name.toString();
    }

    final Expression.Filter filter(Expression value) {
        var name = dotted();
        return new Expression.Filter(value, name, skipOperator("(") ? arguments() : Arguments.NONE);
    }

    private Expression test(Expression value) {
        var negated = skipName("not");
        var name = dotted();
        var arguments = Arguments.NONE;
        if (skipOperator("(")) {
            arguments = arguments();
        } else if (startsTestArgument()) {
            if (current().isName("is")) {
                throw unexpected("one test at a time");
            }
            arguments = Arguments.of(List.of(postfix(primary())));
        }
        var test = new Expression.Test(value, name, arguments);
        return negated ? new Expression.Not(test) : test;
    }

    private boolean startsTestArgument() {
        return switch (current().kind()) {
            case NAME -> !NO_TEST_ARGUMENT.contains(current().text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> "[{".contains(current().text());
            case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END -> false;
        };
    }
}
