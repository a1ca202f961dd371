package dev.assay.agents.code;

import dev.assay.agents.sandbox.Execution;
import dev.assay.agents.sandbox.ExecutionResult;
import dev.assay.agents.sandbox.ExecutionResult.End;
import dev.assay.agents.sandbox.Sandbox;
import dev.assay.agents.sandbox.SandboxException;
import dev.assay.agents.sandbox.SandboxFactory;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Score;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Target;
import dev.assay.core.task.TaskState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Grades code by running it with its tests, each answer in a fresh sandbox: 1 if all came to their end
/// without a failure, else 0. What runs out of time, memory or output has failed; what cannot be run for
/// want of a sandbox or a language is errored, never wrong.
///
/// A sample's tests are its metadata value `tests`; code to put in front of the answer, such as imports or
/// the head of a function to be completed, is `prelude`. A sample without tests is unscored.
///
/// An answer shares its process with its tests, as in HumanEval: it cannot change their text, but one that
/// changes what they call, or searches its own process for the word that says "passed", could pass. Scores of
/// models that may cheat on purpose are to be read.
public final class CodeScorer implements Scorer {

    private static final int ERRORS_LENGTH = 2_000;

    private final CodeLanguage language;
    private final SandboxFactory sandboxes;
    private final Function<Sample, Map<String, byte[]>> setup;
    private boolean isLanguageThere;

    private CodeScorer(CodeLanguage language, SandboxFactory sandboxes, Function<Sample, Map<String, byte[]>> setup) {
        this.setup = Objects.requireNonNull(setup, "setup");
        this.language = Objects.requireNonNull(language, "language");
        this.sandboxes = Objects.requireNonNull(sandboxes, "sandboxes");
    }

    /// Grades answers in `language`. For Java, the sandboxes must show a JDK at {@link
    /// CodeLanguage#JAVA_HOME}: `Bubblewrap.with(limits).readOnly(Path.of(System.getProperty("java.home")),
    /// CodeLanguage.JAVA_HOME)`.
    public static CodeScorer of(CodeLanguage language, SandboxFactory sandboxes) {
        return new CodeScorer(language, sandboxes, sample -> Map.of());
    }

    /// The same, with files that lie in the working folder before the answer runs, by path.
    public CodeScorer withFiles(Function<Sample, Map<String, byte[]>> files) {
        return new CodeScorer(language, sandboxes, files);
    }

    /// Makes sure that the sandbox has the language, so that a run need not find out.
    ///
    /// @throws SandboxException if it has not
    public void requireReady() {
        try (Sandbox sandbox = sandboxes.open()) {
            requireLanguage(sandbox);
        }
    }

    @Override
    public String name() {
        return "code";
    }

    @Override
    public Score score(TaskState state, Target target) {
        String tests = state.sample().metadata().getOrDefault("tests", "");
        if (tests.isBlank()) {
            return Score.unscored("The sample has no metadata 'tests'.");
        }
        Optional<String> code = CodeBlocks.find(state.completion(), language);
        if (code.isEmpty()) {
            return new Score(0, "", "The answer holds no code.", Map.of("outcome", "no_code"));
        }
        String prelude = state.sample().metadata().getOrDefault("prelude", "");
        String program = prelude.isEmpty() ? code.get() : prelude + "\n" + code.get();
        return run(code.get(), program, tests, setup.apply(state.sample()));
    }

    private Score run(String answer, String program, String tests, Map<String, byte[]> files) {
        String word = UUID.randomUUID().toString();
        try (Sandbox sandbox = sandboxes.open()) {
            requireLanguage(sandbox);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                sandbox.write(file.getKey(), file.getValue());
            }
            for (Map.Entry<String, String> file : language.files(program, tests).entrySet()) {
                sandbox.write(file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
            ExecutionResult result = sandbox.execute(
                    new Execution(language.command(), word.getBytes(StandardCharsets.UTF_8), Optional.empty()));
            return score(answer, result, word);
        } catch (IOException full) {
            throw new SandboxException("The program cannot be written into the sandbox: " + full.getMessage(), full);
        }
    }

    private synchronized void requireLanguage(Sandbox sandbox) {
        if (!isLanguageThere) {
            List<String> command = language.version();
            if (!sandbox.execute(new Execution(command, new byte[0], Optional.empty()))
                    .isSuccess()) {
                throw new SandboxException("'" + String.join(" ", command) + "' does not run in the sandbox "
                        + sandboxes.description() + ": install it, or show it to the sandbox.");
            }
            isLanguageThere = true;
        }
    }

    private static Score score(String answer, ExecutionResult result, String word) {
        boolean hasPassed = result.isSuccess() && result.outputText().endsWith("\n" + word);
        String outcome = hasPassed
                ? "passed"
                : result.end() == End.EXITED ? "failed" : result.end().name().toLowerCase(Locale.ROOT);
        Map<String, String> metadata = new HashMap<>();
        metadata.put("outcome", outcome);
        metadata.put("exit_code", Integer.toString(result.exitCode()));
        metadata.put("seconds", String.format(Locale.ROOT, "%.3f", result.time().toMillis() / 1000.0));
        String errors = result.errorText();
        metadata.put("errors", errors.substring(Math.max(0, errors.length() - ERRORS_LENGTH)));
        return new Score(hasPassed ? 1 : 0, answer, explanation(outcome, result), metadata);
    }

    private static String explanation(String outcome, ExecutionResult result) {
        return switch (outcome) {
            case "passed" -> "";
            case "failed" ->
                result.exitCode() == 0
                        ? "The program ended before its tests did."
                        : "The program ended with exit code " + result.exitCode() + ".";
            default -> "The program was killed: " + outcome + ".";
        };
    }
}
