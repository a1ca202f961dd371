package dev.assay.engine.template;

/// A template that cannot be read or rendered, or that refused its messages by `raise_exception`. The
/// message is one sentence and names the line.
public final class TemplateException extends RuntimeException {

    private final int line;

    /// @param line line of the template, from 1; 0 if it has no place there
    public TemplateException(int line, String message) {
        super(line > 0 ? message + " (line " + line + " of the template)" : message);
        this.line = line;
    }

    /// The line of the template, from 1, or 0.
    public int line() {
        return line;
    }
}
