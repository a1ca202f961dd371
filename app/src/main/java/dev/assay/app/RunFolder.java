package dev.assay.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The folder of one run: `run.db`, `report.html`, `report.json`.
///
/// @param path the folder
public record RunFolder(Path path) {

    /// Where runs go when `--out` names no folder.
    public static final Path RUNS = Path.of("runs");

    /// A new folder for a run on `target`: `runs/NAME-MMDD`, with `-2`, `-3`, ... when that is taken.
    public static RunFolder fresh(String target, LocalDate day) {
        String base = safeName(target) + "-"
                + DateTimeFormatter.ofPattern("MMdd", Locale.ROOT).format(day);
        Path candidate = RUNS.resolve(base);
        for (int i = 2; Files.exists(candidate); i++) {
            candidate = RUNS.resolve(base + "-" + i);
        }
        return new RunFolder(candidate);
    }

    /// The folder that `--out` names.
    ///
    /// @param command `audit` or `eval`, which would go on with a run
    /// @throws UserError if it holds a run already, is a file, or cannot be made
    public static RunFolder atPath(Path path, String command) {
        RunFolder folder = new RunFolder(path);
        if (folder.holdsRun()) {
            throw new UserError("'" + path + "' holds a run already: go on with it by ./assay " + command + " --resume "
                    + path + ", or name another folder with --out.");
        }
        return folder;
    }

    /// The run that a user means by `run`: a folder, or the name of one under `runs/`.
    ///
    /// @throws UserError if there is no such run
    public static RunFolder existing(String run) {
        for (Path path : List.of(Path.of(run), RUNS.resolve(run))) {
            RunFolder folder = new RunFolder(path);
            if (folder.holdsRun()) {
                return folder;
            }
        }
        throw new UserError("no run '" + run + "': expected a folder with a run.db, or the name of one under '" + RUNS
                + "' (./assay runs lists them).");
    }

    /// The most recent run under `runs/`.
    ///
    /// @throws UserError if there is none
    public static RunFolder latest() {
        return all().stream()
                .findFirst()
                .orElseThrow(() -> new UserError("no run yet under '" + RUNS + "': start one with ./assay audit."));
    }

    /// Every run under `runs/`, the most recent first.
    public static List<RunFolder> all() {
        if (!Files.isDirectory(RUNS)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(RUNS)) {
            return folders.map(RunFolder::new)
                    .filter(RunFolder::holdsRun)
                    .sorted(Comparator.comparingLong(RunFolder::modified).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UserError("cannot list '" + RUNS + "': " + e.getMessage());
        }
    }

    /// Makes the folder.
    ///
    /// @throws UserError if it cannot be made or written
    public void create() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UserError(notWritable());
        }
        if (!Files.isWritable(path)) {
            throw new UserError(notWritable());
        }
    }

    /// Removes the journal of a run that never began, and the folder if nothing else is in it.
    public void discard() {
        try {
            for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
                Files.deleteIfExists(path.resolve("run.db" + suffix));
            }
            Files.deleteIfExists(path.resolve("status.json"));
            Files.deleteIfExists(storeFile());
            try (Stream<Path> left = Files.list(path)) {
                if (left.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(path);
            if (RUNS.equals(path.getParent())) {
                deleteIfEmpty(RUNS);
            }
        } catch (IOException e) {
            // what stays is an empty journal, which does no harm
            return;
        }
    }

    private boolean holdsRun() {
        return Files.exists(journal()) || Files.isRegularFile(storeFile());
    }

    /// Says where the journal is, where that is not in this folder.
    public Path storeFile() {
        return path.resolve("store.json");
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            if (left.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(folder);
    }

    public Path journal() {
        return path.resolve("run.db");
    }

    public Path html() {
        return path.resolve("report.html");
    }

    /// The name that `--run` and `--resume` take: short when the folder lies under `runs/`.
    public String id() {
        boolean short_ = path.getParent() != null && path.getParent().equals(RUNS);
        return short_ ? path.getFileName().toString() : path.toString();
    }

    private String notWritable() {
        return "cannot write to '" + path + "': choose a folder that you may write to with --out.";
    }

    private long modified() {
        try {
            Path file = Files.exists(journal()) ? journal() : storeFile();
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String safeName(String target) {
        String last = target.replaceFirst("^organism:", "").replaceAll(".*[/#]", "");
        String safe =
                last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        return safe.isEmpty() ? "run" : safe.substring(0, Math.min(40, safe.length()));
    }
}
