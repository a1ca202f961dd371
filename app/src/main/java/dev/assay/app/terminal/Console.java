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

    /// The console of this process. It is live when standard output is a terminal, `TERM` is not `dumb` and `CI` is
    /// not set; it has colour when it is live and `NO_COLOR` is not set.
    public static Console system(Map<String, String> environment) {
        java.io.Console console = System.console();
        boolean terminal = "1".equals(environment.get("ASSAY_TERMINAL"))
                || (!environment.containsKey("ASSAY_TERMINAL") && console != null && console.isTerminal());
        boolean live = terminal && !"dumb".equals(environment.get("TERM")) && !isSet(environment, "CI");
        boolean colour = live && !isSet(environment, "NO_COLOR");
        PrintStream out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Console(out, err, live, live ? terminalColumns() : 100, new Style(colour));
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value != null && !value.isEmpty();
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
