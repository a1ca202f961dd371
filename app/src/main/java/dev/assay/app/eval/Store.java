package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.core.journal.EvalJournal;
import dev.assay.store.EvalJournals;
import dev.assay.store.PostgresEvalJournal;
import dev.assay.store.SqliteEvalJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final String SECRETS = "(?i)([?&](?:user|password|sslpassword)=)[^&\\s']*";

    /// The store of a new run.
    ///
    /// @param option as `--store` takes it
    static Store chosen(Optional<String> option, RunFolder folder) {
        option.filter(Store::isPostgres).ifPresent(EvalJournals::check);
        String name = String.valueOf(folder.path().toAbsolutePath().getFileName());
        return new Store(
                option.filter(place -> !place.equals(EvalJournals.SQLITE))
                        .map(place -> isPostgres(place)
                                ? place
                                : Path.of(place).toAbsolutePath().normalize().toString()),
                name + "-" + UUID.randomUUID().toString().substring(0, 8));
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

    /// Without the password, in text that is kept or shown.
    static String withoutSecrets(String text) {
        return text.replaceAll(SECRETS, "$1...");
    }

    private static boolean isPostgres(String place) {
        return place.startsWith("jdbc:");
    }

    /// Writes `store.json`, where the journal is elsewhere.
    void note(RunFolder folder) {
        if (place.isEmpty()) {
            return;
        }
        ObjectNode json = JsonMapper.shared().createObjectNode();
        String kept = place.get().replaceAll("(?i)[?&](?:user|password|sslpassword)=[^&\\s']*", "");
        json.put("place", kept.contains("?") || !kept.contains("&") ? kept : kept.replaceFirst("&", "?"));
        json.put("run", run);
        try {
            Files.writeString(folder.storeFile(), json.toString(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserError("cannot write to '" + folder.path() + "': choose another folder with --out.");
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
        return place.filter(Store::isPostgres).isPresent();
    }

    private Path file(RunFolder folder) {
        return place.map(Path::of).orElseGet(folder::journal);
    }
}
