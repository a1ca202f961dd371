package dev.assay.report.pdf;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds a Chromium or a Chrome: `CHROME` of the environment first, then the usual names on the path, then the usual
/// places of macOS and Windows.
public final class Browsers {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chrome.exe");
    private static final List<String> PLACES = List.of(
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/snap/bin/chromium",
            "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");

    private Browsers() {}

    /// The installed browser; empty if there is none, or if `CHROME` names a file that cannot be run.
    public static Optional<Path> installed() {
        return find(System.getenv(), PLACES);
    }

    static Optional<Path> find(Map<String, String> environment, List<String> places) {
        String chosen = environment.getOrDefault("CHROME", "");
        if (!chosen.isBlank()) {
            return runnable(chosen);
        }
        List<String> candidates = new ArrayList<>();
        for (String name : NAMES) {
            for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
                if (!folder.isBlank()) {
                    candidates.add(folder + File.separator + name);
                }
            }
        }
        candidates.addAll(places);
        return candidates.stream()
                .map(Browsers::runnable)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Path> runnable(String name) {
        try {
            Path path = Path.of(name);
            return Files.isRegularFile(path) && Files.isExecutable(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
