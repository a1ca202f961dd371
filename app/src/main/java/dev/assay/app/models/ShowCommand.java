package dev.assay.app.models;

import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.engine.Fingerprint;
import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.check.Verification;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.template.ChatTemplate;
import dev.assay.engine.template.TemplateException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

/// `./assay models show FOLDER`.
@Command(
        name = "show",
        description = "Show what a model folder holds, and whether it was checked.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    private static final int LINE_LIMIT = 400;

    private final Console console;
    private final Path checks;

    @Mixin
    private final ModelFolderOption model = new ModelFolderOption();

    ShowCommand(Console console, Path checks) {
        this.console = console;
        this.checks = checks;
    }

    /// What is shown, in the order of the lines.
    ///
    /// @param architecture class name in transformers
    /// @param parameters trained numbers
    /// @param layers number of blocks
    /// @param width of the residual stream
    /// @param heads of queries
    /// @param keyValueHeads of keys and values
    /// @param vocabulary number of tokens
    /// @param context longest text, in tokens
    /// @param dtype type of the weights, as `config.json` states it
    /// @param template whether there is a chat template
    /// @param fingerprint of the folder
    /// @param status whether it was checked
    /// @param verification the same for a reader
    record Facts(
            String architecture,
            long parameters,
            int layers,
            int width,
            int heads,
            int keyValueHeads,
            int vocabulary,
            int context,
            String dtype,
            String template,
            String fingerprint,
            Verification.Status status,
            String verification) {}

    @Override
    public Integer call() {
        Facts facts = facts(model.folder());
        if (model.json()) {
            console.out().println(JsonMapper.shared().writeValueAsString(facts));
            return ExitCode.OK.code();
        }
        line("architecture", facts.architecture());
        line("parameters", String.format(Locale.ROOT, "%,d", facts.parameters()));
        line("layers", facts.layers() + ", " + facts.width() + " wide");
        line("heads", facts.heads() + ", over " + facts.keyValueHeads() + " of keys and values");
        line("vocabulary", String.format(Locale.ROOT, "%,d tokens", facts.vocabulary()));
        line("context", String.format(Locale.ROOT, "%,d tokens", facts.context()));
        line("dtype", facts.dtype());
        line("template", facts.template());
        line("fingerprint", facts.fingerprint());
        line("checked", facts.verification());
        return ExitCode.OK.code();
    }

    private Facts facts(Path folder) {
        try (DecoderWeights weights = DecoderWeights.open(folder)) {
            DecoderConfig config = weights.config();
            String fingerprint = Fingerprint.of(folder);
            Verification verification = Verification.find(checks, fingerprint);
            return new Facts(
                    config.architecture().className(),
                    weights.layout().parameters(),
                    config.layerCount(),
                    config.hiddenSize(),
                    config.heads(),
                    config.keyValueHeads(),
                    config.vocabSize(),
                    config.maxPositions(),
                    config.dtype().torchName(),
                    template(folder),
                    fingerprint,
                    verification.status(),
                    verification.sentence());
        }
    }

    private static String template(Path folder) {
        try {
            ChatTemplate.open(folder);
            return "yes";
        } catch (TemplateException e) {
            return "damaged: " + e.getMessage();
        } catch (CheckpointException e) {
            return "none: it can be read and checked, but not talked to";
        }
    }

    private void line(String what, String value) {
        console.out().println(String.format(Locale.ROOT, "  %-12s  %s", what, Printable.line(value, LINE_LIMIT)));
    }
}
