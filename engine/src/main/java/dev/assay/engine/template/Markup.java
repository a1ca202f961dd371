package dev.assay.engine.template;

/// What `safe` and `escape` give: a text that is HTML already. Where a plain text is added to it, that text is
/// escaped, even though nothing else is in a chat template; transformers does so too.
///
/// @param text the HTML
record Markup(String text) {

    /// `left + right`, where at least one is markup and the other a string.
    static Markup add(Object left, Object right) {
        return new Markup((String) Arithmetic.apply("+", html(left), html(right)));
    }

    private static String html(Object value) {
        return value instanceof Markup(var html) ? html : escaped(Values.text(value));
    }

    /// A text with the five characters escaped that mean something in HTML.
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace(">", "&gt;")
                .replace("<", "&lt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    /// A value as everything but `+` sees it.
    static Object plain(Object value) {
        return value instanceof Markup(var text) ? text : value;
    }
}
