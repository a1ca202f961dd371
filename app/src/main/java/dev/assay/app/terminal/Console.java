package dev.assay.app.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Where text goes and what it may look like there.
///
/// @param out results and progress
/// @param err errors, one sentence each
/// @param live whether `out` is a terminal whose lines may be redrawn
/// @param columns width of the terminal in characters; 100 where there is none
/// @param style colour or none
public record Console(PrintStream out, PrintStream err, boolean live, int columns, Style style) {

    /// The console of this process. It is live when standard output is a terminal, `TERM` is not `dumb` and
    /// `CI` is not set; it has colour when it is live and `NO_COLOR` is not set. The launcher says in
    /// `ASSAY_TERMINAL` (1 or 0) and `ASSAY_COLUMNS` what it found; where it did not, the terminal is asked.
    public static Console system(Map<String, String> environment) {
        String told = environment.get("ASSAY_TERMINAL");
        boolean terminal = told == null ? isTerminal() : told.equals("1");
        boolean live = terminal && !"dumb".equals(environment.get("TERM")) && !isSet(environment, "CI");
        boolean colour = live && !isSet(environment, "NO_COLOR");
        PrintStream out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Console(out, err, live, live ? columns(environment) : 100, new Style(colour));
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value != null && !value.isEmpty();
    }

    private static boolean isTerminal() {
        java.io.Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static int columns(Map<String, String> environment) {
        String told = environment.getOrDefault("ASSAY_COLUMNS", "");
        return told.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(told) : terminalColumns();
    }

    private static int terminalColumns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new java.io.File("/dev/tty"))
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
            if (stty.waitFor(1, TimeUnit.SECONDS) && answer.matches("\\d+ \\d+")) {
                int columns = Integer.parseInt(answer.substring(answer.indexOf(' ') + 1));
                return columns > 0 ? columns : 100;
            }
        } catch (IOException e) {
            return 100; // no stty: the usual width serves
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 100;
    }
}
