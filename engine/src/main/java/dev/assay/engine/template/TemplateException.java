package dev.assay.engine.template;

/// A template that cannot be read or rendered, or that refused its messages by `raise_exception`. The
/// message is one sentence and names the line.
public final class TemplateException extends RuntimeException {

    private final int line;
    private final boolean endless;

    /// @param line line of the template, from 1; 0 if it has no place there
    public TemplateException(int line, String message) {
        this(line, line > 0 ? message + " (line " + line + " of the template)" : message, false);
    }

    private TemplateException(int line, String message, boolean endless) {
        super(message);
        this.line = line;
        this.endless = endless;
    }

    /// The same, of a rendering that took more than it may.
    TemplateException asEndless() {
        return new TemplateException(line, String.valueOf(getMessage()), true);
    }

    /// The same under another sentence.
    TemplateException saying(String message) {
        return new TemplateException(line, message, endless);
    }

    /// Whether the rendering took more steps, work or memory than it may.
    public boolean isEndless() {
        return endless;
    }

    /// The line of the template, from 1, or 0.
    public int line() {
        return line;
    }
}
