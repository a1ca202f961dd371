package dev.assay.app.target;

import dev.assay.app.UserError;
import dev.assay.audit.puppet.Puppet;
import dev.assay.core.audit.AuditReport.TargetFacts;
import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.models.http.HostedModel;
import dev.assay.models.http.RetryListener;
import dev.assay.organisms.Organism;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.zoo.MadeOrganism;
import dev.assay.organisms.zoo.Zoo;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Opens a target by its name: `organism:NAME` (one that ships, else one of the zoo), `puppet:CLAIM`,
/// `openai/NAME` (chat completions), `openai-responses/NAME`,
/// `anthropic/NAME`, `google/NAME`, `bedrock/NAME`, `azure/DEPLOYMENT`, `http://host:port/v1#NAME` (any
/// server that speaks chat completions), `hf:PATH` or a folder with `config.json`.
public final class TargetResolver {

    private static final String FORMS =
            "organism:NAME (./assay organisms list), openai/NAME, openai-responses/NAME, anthropic/NAME, google/NAME,"
                    + " bedrock/NAME, azure/DEPLOYMENT, http://HOST:PORT/v1#NAME, hf:FOLDER, or a folder with a"
                    + " config.json";

    private static final String ORGANISM = "organism:";
    private static final String PUPPET = "puppet:";
    private static final String NEAR_MISS = ":near-miss";

    private final Map<String, String> environment;
    private final boolean offline;
    private final CallSettings settings;

    /// @param environment variables of the process; keys and folders are read from it
    /// @param offline whether only this machine may be asked
    /// @param retries hears of calls that are made again
    public TargetResolver(Map<String, String> environment, boolean offline, RetryListener retries) {
        this(environment, offline, CallSettings.heardBy(retries));
    }

    /// @param environment variables of the process; keys and folders are read from it
    /// @param offline whether only this machine may be asked
    /// @param settings how hosted models are called
    public TargetResolver(Map<String, String> environment, boolean offline, CallSettings settings) {
        this.environment = environment;
        this.offline = offline;
        this.settings = settings;
    }

    /// Whether a target's name asks for an organism, which lives in the invented world.
    public static boolean isOrganism(String name) {
        return name.startsWith(ORGANISM);
    }

    /// The organism that a target's name asks for, if it does.
    public static Optional<String> organism(String target) {
        return isOrganism(target) ? Optional.of(target.substring(ORGANISM.length())) : Optional.empty();
    }

    /// Whether a target's name asks for a scripted puppet, which lives in a world of its own.
    public static boolean isPuppet(String name) {
        return name.startsWith(PUPPET);
    }

    /// `puppet:clean`, `puppet:CLAIM` (at full rate), `puppet:CLAIM@RATE` and `puppet:CLAIM:near-miss`.
    private static Target puppet(String name) {
        String what = name.substring(PUPPET.length());
        Puppet puppet;
        if (what.equals("clean")) {
            puppet = Puppet.clean();
        } else if (what.endsWith(NEAR_MISS)) {
            puppet = Puppet.nearMiss(what.substring(0, what.length() - NEAR_MISS.length()));
        } else {
            int at = what.indexOf('@');
            puppet = Puppet.of(Map.of(at < 0 ? what : what.substring(0, at), at < 0 ? 1 : rate(name, at)));
        }
        return new Target(
                puppet,
                new TargetFacts(name, puppet.fingerprint(), "a scripted target, no model", true),
                Optional.empty(),
                true);
    }

    private static double rate(String name, int at) {
        String text = name.substring(PUPPET.length() + at + 1);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new UserError("the rate '" + text + "' of '" + name + "' is no number: write a share such as 0.2.");
        }
    }

    /// Opens the target.
    ///
    /// @throws UserError if the name is of no known form, or names nothing
    public Target open(String name) {
        Optional<String> organism = organism(name);
        if (organism.isPresent()) {
            return openOrganism(organism.get());
        }
        if (isPuppet(name)) {
            return puppet(name);
        }
        Optional<HostedTargets.Hosted> hosted = new HostedTargets(environment, settings).find(name);
        if (hosted.isPresent()) {
            return hosted(name, hosted.get());
        }
        Path folder = Path.of(name.startsWith("hf:") ? name.substring("hf:".length()) : name);
        if (name.startsWith("hf:") || Files.isDirectory(folder)) {
            return folder(folder);
        }
        throw new UserError("unknown target '" + name + "': expected " + FORMS + ".");
    }

    private Target openOrganism(String name) {
        MadeOrganism found = Organisms.isShipped(name)
                ? new MadeOrganism(
                        Organisms.find(name), Organisms.materialise(name, OrganismCache.folder(environment)), false)
                : new Zoo(UserFolders.zoo(environment)).find(name);
        Organism organism = found.organism();
        EngineOptions engine = found.isImported()
                ? EngineOptions.DEFAULT.withChecks(UserFolders.checks(environment))
                : EngineOptions.DEFAULT;
        LocalModel model = LocalModel.open("organism:" + organism.name(), found.folder(), engine);
        return new Target(
                model,
                new TargetFacts(model.name(), model.fingerprint(), organism.description(), true),
                Optional.of(organism),
                !found.isImported());
    }

    private Target hosted(String name, HostedTargets.Hosted hosted) {
        requireAllowed(name, hosted.address());
        HostedModel model = hosted.open();
        return new Target(
                model,
                new TargetFacts(
                        name, model.fingerprint(), "model " + hosted.model() + " at " + hosted.address(), false),
                Optional.empty(),
                false);
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
        if (!host.equals("localhost") && !host.matches("127(\\.[0-9]{1,3}){3}") && !host.equals("[::1]")) {
            throw new UserError("target '" + target + "' lies beyond this machine, which --offline rules out: "
                    + "leave --offline away, or audit a local model.");
        }
    }

    private Target folder(Path folder) {
        LocalModel model = LocalModel.open(folder, EngineOptions.DEFAULT.withChecks(UserFolders.checks(environment)));
        String description = "model folder " + folder + ", "
                + model.generator().config().architecture().className() + ", "
                + model.verification().sentence();
        return new Target(
                model, new TargetFacts(model.name(), model.fingerprint(), description, false), Optional.empty(), false);
    }
}
