package dev.assay.app.eval;

import dev.assay.core.journal.EvalJournal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How a run was gone about, kept in its journal, so that a command that goes on with it spends no
/// more, and asks no faster, than the one before unless it says so. A later command's own values take
/// their place.
final class KeptSettings {

    /// As `--budget` takes back a budget.
    static final String NO_BUDGET = "none";

    private static final String FACT = "settings";

    private KeptSettings() {}

    /// Keeps what bounds and paces this command.
    static void note(EvalJournal journal, EvalSettings settings) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        settings.concurrency().ifPresent(value -> json.put("concurrency", value));
        settings.maxRetries().ifPresent(value -> json.put("max_retries", value));
        settings.timeout().ifPresent(value -> json.put("timeout", value.toString()));
        settings.responseTimeout().ifPresent(value -> json.put("response_timeout", value.toString()));
        settings.budget().ifPresent(value -> json.put("budget", value));
        settings.prices()
                .ifPresent(value ->
                        json.put("prices", value.toAbsolutePath().normalize().toString()));
        if (settings.offline()) {
            json.put("offline", true);
        }
        journal.putFact(FACT, json.toString());
    }

    /// What was given, and what was kept where nothing was. A run is once offline, always offline.
    static EvalSettings over(EvalSettings given, EvalJournal journal) {
        JsonNode kept = kept(journal);
        boolean lifted = given.budget().filter(NO_BUDGET::equals).isPresent();
        return given.with(
                given.concurrency().isPresent() ? given.concurrency() : number(kept, "concurrency"),
                given.maxRetries().isPresent() ? given.maxRetries() : number(kept, "max_retries"),
                given.timeout().or(() -> duration(kept, "timeout")),
                given.responseTimeout().or(() -> duration(kept, "response_timeout")),
                lifted ? Optional.empty() : given.budget().or(() -> text(kept, "budget")),
                given.prices().or(() -> text(kept, "prices").map(Path::of)),
                given.cache(),
                given.offline() || kept.path("offline").asBoolean(false));
    }

    /// What a resumed command takes from the run without having been told: `--concurrency 20 --budget
    /// 500calls`; empty where that is nothing.
    static String words(EvalSettings given, EvalSettings all) {
        List<String> words = new ArrayList<>();
        if (given.concurrency().isEmpty()) {
            all.concurrency().ifPresent(value -> words.add("--concurrency " + value));
        }
        if (given.budget().isEmpty()) {
            all.budget().ifPresent(value -> words.add("--budget " + EvalText.shellWord(value)));
        }
        if (given.maxRetries().isEmpty()) {
            all.maxRetries().ifPresent(value -> words.add("--max-retries " + value));
        }
        if (given.timeout().isEmpty()) {
            all.timeout().ifPresent(value -> words.add("--timeout " + seconds(value)));
        }
        if (given.responseTimeout().isEmpty()) {
            all.responseTimeout().ifPresent(value -> words.add("--response-timeout " + seconds(value)));
        }
        if (given.prices().isEmpty()) {
            all.prices().ifPresent(value -> words.add("--prices " + EvalText.shellWord(value.toString())));
        }
        if (!given.offline() && all.offline()) {
            words.add("--offline");
        }
        return String.join(" ", words);
    }

    private static String seconds(Duration value) {
        return value.toMillis() % 1_000 == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
    }

    /// A run of an older version keeps nothing; nor does one whose fact is damaged.
    private static JsonNode kept(EvalJournal journal) {
        try {
            return JsonMapper.shared().readTree(journal.facts().getOrDefault(FACT, "{}"));
        } catch (JacksonException damaged) {
            return JsonMapper.shared().createObjectNode();
        }
    }

    private static OptionalInt number(JsonNode kept, String name) {
        return kept.path(name).isInt() ? OptionalInt.of(kept.path(name).asInt()) : OptionalInt.empty();
    }

    private static Optional<String> text(JsonNode kept, String name) {
        return kept.path(name).isString() ? Optional.of(kept.path(name).asString("")) : Optional.empty();
    }

    private static Optional<Duration> duration(JsonNode kept, String name) {
        try {
            return text(kept, name).map(Duration::parse);
        } catch (DateTimeException damaged) {
            return Optional.empty();
        }
    }
}
