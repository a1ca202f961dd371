package dev.assay.app;

import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// One command run in this process, with what it wrote.
///
/// @param code exit code
/// @param out standard output
/// @param err standard error
public record Captured(int code, String out, String err) {

    public static Captured run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                100,
                new Style(false));
        int code = Main.run(console, arguments);
        return new Captured(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
