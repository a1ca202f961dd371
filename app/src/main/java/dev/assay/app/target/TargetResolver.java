package dev.assay.app.target;

import dev.assay.app.UserError;
import dev.assay.core.audit.AuditReport.TargetFacts;
import dev.assay.core.model.Model;
import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.models.openai.OpenAiChatModel;
import dev.assay.models.openai.RetryListener;
import dev.assay.organisms.Organism;
import dev.assay.organisms.Organisms;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Opens a target by its name: `organism:NAME`, `openai/NAME`, `http://host:port/v1#NAME`, `hf:PATH` or a folder with
/// `config.json`.
public final class TargetResolver {

    private static final String FORMS =
            "organism:NAME (./assay organisms list), openai/NAME, http://HOST:PORT/v1#NAME, hf:FOLDER, or a folder with a config.json";

    private static final String ORGANISM = "organism:";

    private final Map<String, String> environment;
    private final boolean offline;
    private final RetryListener retries;

    /// @param environment variables of the process; keys and folders are read from it
    /// @param offline whether only this machine may be asked
    /// @param retries hears of calls that are made again
    public TargetResolver(Map<String, String> environment, boolean offline, RetryListener retries) {
        this.environment = environment;
        this.offline = offline;
        this.retries = retries;
    }

    /// Whether a target's name asks for an organism, which lives in the invented world.
    public static boolean isOrganism(String name) {
        return name.startsWith(ORGANISM);
    }

    /// Opens the target.
    ///
    /// @throws UserError if the name is of no known form, or names nothing
    public Target open(String name) {
        if (isOrganism(name)) {
            return organism(name.substring(ORGANISM.length()));
        }
        if (name.startsWith("openai/")) {
            return openAi(name.substring("openai/".length()));
        }
        if (name.startsWith("http://") || name.startsWith("https://")) {
            return endpoint(name);
        }
        for (String provider : new String[] {"anthropic", "google", "bedrock", "azure"}) {
            if (name.startsWith(provider + "/")) {
                throw new UserError("target '" + name + "': " + provider
                        + " is not spoken by this version; put an OpenAI-compatible gateway before it and name that, as in"
                        + " http://localhost:4000/v1#" + name.substring(provider.length() + 1) + ".");
            }
        }
        Path folder = Path.of(name.startsWith("hf:") ? name.substring("hf:".length()) : name);
        if (name.startsWith("hf:") || Files.isDirectory(folder)) {
            return folder(folder);
        }
        throw new UserError("unknown target '" + name + "': expected " + FORMS + ".");
    }

    private Target organism(String name) {
        Organism organism = Organisms.find(name);
        Path folder = Organisms.materialise(organism.name(), OrganismCache.folder(environment));
        Model model = LocalModel.open("organism:" + organism.name(), folder, EngineOptions.DEFAULT);
        return new Target(
                model,
                new TargetFacts(model.name(), model.fingerprint(), organism.description(), true),
                Optional.of(organism));
    }

    private Target openAi(String name) {
        String base = environment.getOrDefault("OPENAI_BASE_URL", "https://api.openai.com/v1");
        requireAllowed("openai/" + name, base);
        String key = environment.get("OPENAI_API_KEY");
        if (key == null || key.isBlank()) {
            throw new UserError("target 'openai/" + name
                    + "' needs a key, but OPENAI_API_KEY is not set: export OPENAI_API_KEY=... and start again.");
        }
        return hosted("openai/" + name, base, name, "OPENAI_API_KEY");
    }

    private Target endpoint(String address) {
        int hash = address.indexOf('#');
        if (hash < 0 || hash == address.length() - 1) {
            throw new UserError("target '" + address + "' names no model: write it after a #, as in "
                    + address.replace("#", "") + "#NAME.");
        }
        requireAllowed(address, address.substring(0, hash));
        // A provider's own key never goes to an address that merely speaks its language.
        return hosted(address, address.substring(0, hash), address.substring(hash + 1), "ASSAY_API_KEY");
    }

    private Target hosted(String shown, String base, String modelName, String keyVariable) {
        Model model;
        try {
            model = OpenAiChatModel.named(modelName)
                    .baseUrl(base)
                    .keyFromEnvironment(keyVariable)
                    .displayName(shown)
                    .onRetry(retries)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new UserError("target '" + shown + "': " + e.getMessage());
        }
        return new Target(
                model,
                new TargetFacts(shown, model.fingerprint(), "model " + modelName + " at " + base, false),
                Optional.empty());
    }

    private void requireAllowed(String target, String base) {
        if (!offline) {
            return;
        }
        String host;
        try {
            host = Optional.ofNullable(new URI(base).getHost()).orElse("").toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            throw new UserError("target '" + target + "' is no address: " + e.getReason() + ".");
        }
        if (!host.equals("localhost") && !host.startsWith("127.") && !host.equals("[::1]")) {
            throw new UserError("target '" + target + "' lies beyond this machine, which --offline rules out: "
                    + "leave --offline away, or audit a local model.");
        }
    }

    private static Target folder(Path folder) {
        Model model = LocalModel.open(folder, EngineOptions.DEFAULT);
        return new Target(
                model,
                new TargetFacts(model.name(), model.fingerprint(), "model folder " + folder, false),
                Optional.empty());
    }
}
