package dev.assay.engine.template;

/// A piece of a template.
///
/// @param kind what it is
/// @param text its text; of a string the unescaped value
/// @param line where it starts, from 1
record Token(Kind kind, String text, int line) {

    enum Kind {
        /// Text between tags.
        DATA,
        VARIABLE_BEGIN,
        VARIABLE_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(Kind wanted, String value) {
        return kind == wanted && text.equals(value);
    }

    boolean isOperator(String value) {
        return is(Kind.OPERATOR, value);
    }

    boolean isName(String value) {
        return is(Kind.NAME, value);
    }
}
