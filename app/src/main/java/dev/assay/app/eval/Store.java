package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.core.journal.EvalJournal;
import dev.assay.store.PostgresEvalJournal;
import dev.assay.store.SqliteEvalJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Where the journal of a run is: `run.db` in its folder, or where `store.json` there says.
///
/// @param place a file, or a `jdbc:postgresql:` address; empty for `run.db`
/// @param run name of the run in a database that holds several
record Store(Optional<String> place, String run) {

    /// As `--store` names the default.
    private static final String SQLITE = "sqlite";

    /// The store of a new run.
    ///
    /// @param option as `--store` takes it
    /// @throws dev.assay.core.journal.JournalException if it is an address, but of no PostgreSQL database
    /// @throws UserError if it is a file that is there already
    static Store chosen(Optional<String> option, RunFolder folder) {
        option.ifPresent(Store::withoutCredentials);
        String name = String.valueOf(folder.path().toAbsolutePath().getFileName());
        Optional<String> place = option.filter(given -> !given.equals(SQLITE))
                .map(given -> isAddress(given)
                        ? given
                        : Path.of(given).toAbsolutePath().normalize().toString());
        place.filter(given -> !isAddress(given) && Files.exists(Path.of(given))).ifPresent(taken -> {
            throw new UserError("--store '" + taken + "' is there already: a new run needs a new file.");
        });
        return new Store(place, name + "-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /// The store of a run that is there.
    ///
    /// @param option an address given anew, as where the password is in it
    /// @throws UserError if `store.json` cannot be read
    static Store of(RunFolder folder, Optional<String> option) {
        if (!Files.isRegularFile(folder.storeFile())) {
            return new Store(Optional.empty(), "");
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.storeFile(), StandardCharsets.UTF_8));
            String place = json.path("place").asString("");
            String run = json.path("run").asString("");
            if (!place.isEmpty()) {
                return new Store(option.or(() -> Optional.of(place)), run);
            }
        } catch (IOException | JacksonException e) {
            // told below
        }
        throw new UserError("'" + folder.storeFile() + "' does not say where the journal of the run is: restore it.");
    }

    /// What `--store` was given, as it may be kept and shown.
    ///
    /// @throws dev.assay.core.journal.JournalException if it is an address, but of no PostgreSQL database
    static String withoutCredentials(String option) {
        return isAddress(option) ? PostgresEvalJournal.withoutCredentials(option) : option;
    }

    /// Whatever looks like an address is one: a file so called would carry a mistyped password in its name.
    private static boolean isAddress(String place) {
        return place.startsWith("jdbc:") || place.contains("://");
    }

    /// Writes `store.json`, where the journal is elsewhere.
    void note(RunFolder folder) {
        if (place.isEmpty()) {
            return;
        }
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("place", withoutCredentials(place.get()));
        json.put("run", run);
        try {
            Files.writeString(folder.storeFile(), json.toString(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserError("cannot write to '" + folder.path() + "': choose another folder with --out.");
        }
    }

    /// Removes the journal of a run that never began from where it is, if that is not the run's folder. Nobody may
    /// hold it.
    ///
    /// @throws dev.assay.core.journal.JournalException if the database does not answer
    /// @throws UserError if the file cannot be deleted
    void discard() {
        if (isDatabase()) {
            PostgresEvalJournal.delete(place.orElseThrow(), run);
            return;
        }
        try {
            for (String suffix : place.isPresent() ? List.of("-wal", "-shm", "-journal", "") : List.<String>of()) {
                Files.deleteIfExists(Path.of(place.get() + suffix));
            }
        } catch (IOException e) {
            throw new UserError("cannot delete '" + place.get() + "', which holds no answer: delete it.");
        }
    }

    EvalJournal open(RunFolder folder) {
        return isDatabase() ? PostgresEvalJournal.open(place.orElseThrow(), run) : SqliteEvalJournal.open(file(folder));
    }

    EvalJournal openExisting(RunFolder folder) {
        return isDatabase()
                ? PostgresEvalJournal.openExisting(place.orElseThrow(), run)
                : SqliteEvalJournal.openExisting(file(folder));
    }

    EvalJournal openReadOnly(RunFolder folder) {
        return isDatabase()
                ? PostgresEvalJournal.openReadOnly(place.orElseThrow(), run)
                : SqliteEvalJournal.openReadOnly(file(folder));
    }

    private boolean isDatabase() {
        return place.filter(Store::isAddress).isPresent();
    }

    private Path file(RunFolder folder) {
        return place.map(Path::of).orElseGet(folder::journal);
    }
}
