package dev.assay.app.serve;

import dev.assay.app.ExitCode;
import dev.assay.app.Interruption;
import dev.assay.app.UserError;
import dev.assay.app.target.Target;
import dev.assay.app.target.TargetResolver;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.engine.LocalModel;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.models.http.RetryListener;
import dev.assay.serve.ModelServer;
import dev.assay.serve.ServeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./assay serve`: an open model behind OpenAI's wire format.
@Command(
        name = "serve",
        description = "Serve an open model or an organism to any client that speaks OpenAI's API.",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

    private static final int NAME_LIMIT = 200;

    private final Console console;
    private final Map<String, String> environment;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            required = true,
            description = "organism:NAME, hf:FOLDER, or a folder with a config.json.")
    private String model = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What clients call it (default: the organism's or folder's name).")
    private @Nullable String name;

    @Option(
            names = "--view",
            paramLabel = "FILE",
            description = "Serve the model as a saved view has it: see docs/engine-hooks.md.")
    private @Nullable Path view;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Address to listen at (default: 127.0.0.1). Beyond loopback a token is needed.")
    private String host = ServeSettings.DEFAULT.host();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen at; 0 takes a free one (default: 8000).")
    private int port = ServeSettings.DEFAULT.port();

    @Option(
            names = "--token-env",
            paramLabel = "VARIABLE",
            description = "Environment variable with the token that clients must send as their API key.")
    private @Nullable String tokenVariable;

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "Most answers under way or waiting; one more gets a 429 (default: 256).")
    private int queue = ServeSettings.DEFAULT.queue();

    @Option(
            names = "--kv-memory",
            paramLabel = "SIZE",
            description =
                    "Memory for keys and values of all answers under way, such as 800m or 2g (default: half of what the heap leaves beside the weights).")
    private @Nullable String kvMemory;

    @Option(names = "--json", description = "Tell the address as JSON.")
    private boolean json;

    /// Reads the environment of the process.
    public ServeCommand(Console console) {
        this(console, System.getenv());
    }

    ServeCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServeSettings settings = settings();
        try (Target target = new TargetResolver(environment, true, RetryListener.NONE).open(model)) {
            if (!(target.model() instanceof LocalModel local)) {
                throw new UserError(
                        "model '" + Printable.line(model, NAME_LIMIT)
                                + "' answers elsewhere already: serve organism:NAME, hf:FOLDER or a folder with a config.json.");
            }
            LocalModel served = view == null ? local : seenBy(local, view);
            try (ModelServer server = start(served, settings)) {
                tell(server, target, served, settings);
                waitForSignal(server);
            }
        }
        return ExitCode.INTERRUPTED.code();
    }

    private static LocalModel seenBy(LocalModel model, Path view) {
        try {
            return model.view(view);
        } catch (CheckpointException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private ServeSettings settings() {
        try {
            ServeSettings settings = new ServeSettings(
                    host,
                    port,
                    token(),
                    ServeSettings.DEFAULT.longestBody(),
                    queue,
                    kvMemory == null
                            ? OptionalLong.empty()
                            : OptionalLong.of(MemorySize.bytes("--kv-memory", kvMemory)),
                    ServeSettings.DEFAULT.heartbeat(),
                    ServeSettings.DEFAULT.patience());
            return settings;
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> token() {
        if (tokenVariable == null) {
            return Optional.empty();
        }
        String token = environment.get(tokenVariable);
        if (token == null || token.isBlank()) {
            throw new UserError("--token-env names " + Printable.line(tokenVariable, NAME_LIMIT)
                    + ", which is not set: export it with a long random text, as from openssl rand -hex 32.");
        }
        return Optional.of(token.strip());
    }

    private ModelServer start(LocalModel local, ServeSettings settings) {
        try {
            return ModelServer.start(local, servedName(local), settings);
        } catch (IllegalStateException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private String servedName(LocalModel served) {
        if (name != null && !name.isBlank()) {
            return name;
        }
        int changed = served.name().indexOf("+view:");
        return baseName() + (changed < 0 ? "" : served.name().substring(changed));
    }

    private String baseName() {
        if (TargetResolver.isOrganism(model)) {
            return model.substring(model.indexOf(':') + 1);
        }
        Path folder = Path.of(model.startsWith("hf:") ? model.substring("hf:".length()) : model);
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return last == null ? "model" : last.toString();
    }

    private void tell(ModelServer server, Target target, LocalModel local, ServeSettings settings) {
        Greeting greeting = new Greeting(
                servedName(local),
                server.address(),
                local.generator().config().maxPositions(),
                settings.token().map(_ -> String.valueOf(tokenVariable)),
                view == null
                        ? target.verification()
                        : Optional.of(
                                local.name() + " is " + local.verification().sentence()));
        (json ? List.of(greeting.json()) : greeting.lines())
                .forEach(line -> console.out().println(line));
    }

    private void waitForSignal(ModelServer server) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Interruption interruption = Interruption.onSignal(
                () -> {
                    server.close();
                    stopped.countDown();
                },
                () -> console.err().println("stopped."));
        try {
            stopped.await();
        } finally {
            interruption.finished();
        }
    }
}
