package dev.assay.app.models;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.engine.Fingerprint;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.check.Comparison;
import dev.assay.engine.check.ModelCheck;
import dev.assay.engine.check.ReferenceDump;
import dev.assay.engine.check.Verification;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.kernel.Kernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `./assay models check FOLDER [--reference FILE]`.
@Command(
        name = "check",
        description = "Compare what is computed here with what a reference computed: logits, greedy tokens, layers.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 it agrees, 1 it differs, 2 bad input."})
final class CheckCommand implements Callable<Integer> {

    private static final int LINE_LIMIT = 400;
    private static final int SAID_LIMIT = 100;

    private final Console console;
    private final Path checks;

    @Mixin
    private final ModelFolderOption model = new ModelFolderOption();

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description = "What bench/engine/make_reference.py wrote (default: assay-reference.json in the folder).")
    private @Nullable Path reference;

    CheckCommand(Console console, Path checks) {
        this.console = console;
        this.checks = checks;
    }

    @Override
    public Integer call() {
        Path folder = model.folder();
        ReferenceDump dump = ReferenceDump.read(referenceFile(folder));
        String fingerprint = Fingerprint.of(folder);
        Comparison comparison = compare(folder, dump);
        if (!Fingerprint.of(folder).equals(fingerprint)) {
            throw new UserError(folder + " was changed while it was compared: check it again when it is whole.");
        }
        Verification verification = Verification.of(comparison, reference(dump));
        verification.keep(checks, fingerprint);
        if (model.json()) {
            console.out().println(json(comparison, verification, fingerprint));
        } else {
            print(comparison, dump, verification, fingerprint);
        }
        return (comparison.agrees() ? ExitCode.OK : ExitCode.CLAIM_FAILED).code();
    }

    /// Which reference it was: what a file says of itself is quoted as such, not as a fact.
    private String reference(ReferenceDump dump) {
        return "%s (it says: %s, %s)"
                .formatted(
                        reference == null ? "the reference that the folder ships" : "a reference that was named",
                        Printable.line(dump.madeBy(), SAID_LIMIT),
                        dump.dtype().torchName());
    }

    private Path referenceFile(Path folder) {
        Path named = reference;
        if (named != null) {
            return named;
        }
        Path shipped = folder.resolve(ReferenceDump.FILE);
        if (Files.notExists(shipped)) {
            throw new UserError(folder + " ships no " + ReferenceDump.FILE
                    + ": write one with bench/engine/make_reference.py, or name one with --reference FILE.");
        }
        return shipped;
    }

    private static Comparison compare(Path folder, ReferenceDump dump) {
        try (DecoderWeights weights = DecoderWeights.open(folder);
                Generator generator = new Generator(weights, Kernel.best(), 1, 1, 0)) {
            return ModelCheck.run(generator, dump);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", ExitCode.INTERRUPTED);
        }
    }

    private void print(Comparison comparison, ReferenceDump dump, Verification verification, String fingerprint) {
        line("reference", reference(dump));
        line(
                "logits",
                String.format(
                        Locale.ROOT,
                        "largest |difference| %.1e over %d prompts, %s; %.1e of their spread, %.1e is accepted",
                        comparison.logitDifference(),
                        comparison.cases(),
                        comparison.reach(),
                        comparison.spreadDifference(),
                        comparison.tolerance()));
        line("greedy", comparison.tokensEqual() + " of " + comparison.tokens() + " tokens equal");
        line("layers", layers(comparison));
        line("fingerprint", fingerprint);
        line("verdict", verification.sentence());
    }

    private static String layers(Comparison comparison) {
        if (Double.isNaN(comparison.hiddenDifference())) {
            return "not in the reference";
        }
        String most = String.format(Locale.ROOT, "largest |difference| %.1e", comparison.hiddenDifference());
        if (comparison.firstLayer().isEmpty()) {
            return "all agree, " + most;
        }
        int first = comparison.firstLayer().getAsInt();
        return (first < 0 ? "the embeddings differ already, " : "layer " + first + " is the first that differs, ")
                + most;
    }

    private static String json(Comparison comparison, Verification verification, String fingerprint) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("status", verification.status().name());
        root.put("max_logit_difference", comparison.logitDifference());
        root.put("max_logit_difference_of_spread", comparison.spreadDifference());
        root.put("accepted_of_spread", comparison.tolerance());
        root.put("prompts", comparison.cases());
        root.put("longest", comparison.longest());
        root.put("tokens_equal", comparison.tokensEqual());
        root.put("tokens", comparison.tokens());
        if (!Double.isNaN(comparison.hiddenDifference())) {
            root.put("max_hidden_difference", comparison.hiddenDifference());
        }
        comparison.firstLayer().ifPresent(layer -> root.put("first_differing_layer", layer));
        root.put("fingerprint", fingerprint);
        root.put("verification", verification.sentence());
        return JsonMapper.shared().writeValueAsString(root);
    }

    private void line(String what, String value) {
        console.out().println(String.format(Locale.ROOT, "  %-12s  %s", what, Printable.line(value, LINE_LIMIT)));
    }
}
