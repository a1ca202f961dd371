package dev.assay.agents.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.agents.sandbox.Bubblewrap;
import dev.assay.agents.sandbox.Execution;
import dev.assay.agents.sandbox.ExecutionResult;
import dev.assay.agents.sandbox.Sandbox;
import dev.assay.agents.sandbox.SandboxException;
import dev.assay.agents.sandbox.SandboxFactory;
import dev.assay.agents.sandbox.SandboxLimits;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Score;
import dev.assay.core.task.Target;
import dev.assay.core.task.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class CodeScorerTest {

    private static final Optional<String> OBSTACLE = Bubblewrap.obstacle();
    private static final Bubblewrap SANDBOXES = Bubblewrap.with(
                    SandboxLimits.DEFAULT.withTimeout(Duration.ofSeconds(20)))
            .readOnly(Path.of(System.getProperty("java.home")), CodeLanguage.JAVA_HOME);

    private static void needs(CodeLanguage language) {
        Assumptions.assumeTrue(OBSTACLE.isEmpty(), () -> "No sandbox here: " + OBSTACLE.orElse(""));
        try (Sandbox sandbox = SANDBOXES.open()) {
            Execution version = new Execution(language.version(), new byte[0], Optional.empty());
            Assumptions.assumeTrue(
                    sandbox.execute(version).isSuccess(), () -> language + " is not installed under /usr.");
        }
    }

    private static TaskState answer(String completion, String tests) {
        Sample sample = Sample.of("1", "q").with("tests", tests);
        return TaskState.start(sample).plus(ModelOutput.of("m", completion));
    }

    private static Score score(CodeLanguage language, String completion, String tests) {
        return CodeScorer.of(language, SANDBOXES).score(answer(completion, tests), Target.of());
    }

    private static String outcome(CodeLanguage language, String code, String tests) {
        Score score = score(language, code, tests);
        String outcome = score.metadata().getOrDefault("outcome", "");
        assertThat(score.value()).isEqualTo(outcome.equals("passed") ? 1 : 0);
        return outcome;
    }

    @Test
    void pythonIsRunWithItsTests() {
        needs(CodeLanguage.PYTHON);
        String tests = "assert double(2) == 4\nassert double(0) == 0";
        String right = "Here:\n```python\ndef double(n):\n    return 2 * n\n```\nDone.";
        assertThat(outcome(CodeLanguage.PYTHON, right, tests)).isEqualTo("passed");
        assertThat(outcome(CodeLanguage.PYTHON, right.replace("2 * n", "n * n"), tests))
                .isEqualTo("passed");
        Score wrong = score(CodeLanguage.PYTHON, right.replace("2 *", "3 *"), tests);
        assertThat(wrong.value()).isZero();
        assertThat(wrong.explanation()).isEqualTo("The program ended with exit code 1.");
        assertThat(wrong.metadata().get("errors")).contains("AssertionError");
        assertThat(outcome(CodeLanguage.PYTHON, "def double(n:", tests)).isEqualTo("failed");
    }

    @Test
    void whoLeavesEarlyHasNotPassed() {
        needs(CodeLanguage.PYTHON);
        for (String leave : new String[] {"import sys; sys.exit(0)", "import os; os._exit(0)", "raise SystemExit"}) {
            Score score = score(CodeLanguage.PYTHON, leave, "assert False");
            assertThat(score.value()).as(leave).isZero();
            assertThat(score.explanation()).isEqualTo("The program ended before its tests did.");
        }
    }

    @Test
    void whoOverwritesTheTestsHasNotPassed() {
        needs(CodeLanguage.PYTHON);
        for (String attack : new String[] {
            "open('tests.py', 'w').close()", "open('main.py', 'w').close(); open('tests.py', 'w').write('pass')"
        }) {
            assertThat(outcome(CodeLanguage.PYTHON, attack, "assert False"))
                    .as(attack)
                    .isEqualTo("failed");
        }
    }

    @Test
    void whoReturnsBeforeTheTestsOrOverwritesThemHasNotPassed() {
        needs(CodeLanguage.JAVASCRIPT);
        for (String attack : new String[] {
            "return;",
            "require('fs').writeFileSync('tests.js', '')",
            "Promise.prototype.then = (whenDone) => whenDone()",
            "/*",
        }) {
            assertThat(outcome(CodeLanguage.JAVASCRIPT, attack, "throw new Error('wrong')"))
                    .as(attack)
                    .isEqualTo("failed");
        }
    }

    @Test
    void javaScriptMayRequireAndExport() {
        needs(CodeLanguage.JAVASCRIPT);
        String code = "'use strict';\nconst {equal} = require('assert');\nconst twice = (n) => 2 * n;\n"
                + "class Pair {}\nequal(twice(1), 2);\nmodule.exports = {twice};";
        String tests = "const {deepStrictEqual} = require('assert');\n"
                + "deepStrictEqual([twice(2), new Pair() instanceof Pair, module.exports.twice], [4, true, twice]);";
        assertThat(outcome(CodeLanguage.JAVASCRIPT, code, tests)).isEqualTo("passed");
    }

    @Test
    void whatTakesTooMuchHasFailedAndIsNamed() {
        needs(CodeLanguage.PYTHON);
        CodeScorer quick = CodeScorer.of(
                CodeLanguage.PYTHON, Bubblewrap.with(SandboxLimits.DEFAULT.withTimeout(Duration.ofSeconds(2))));
        Score hangs = quick.score(answer("while True: pass", "pass"), Target.of());
        assertThat(hangs.metadata()).containsEntry("outcome", "timeout");
        assertThat(hangs.value()).isZero();
        assertThat(outcome(CodeLanguage.PYTHON, "while True: print('x' * 1000)", "pass"))
                .isEqualTo("output_limit");
        assertThat(outcome(CodeLanguage.PYTHON, "x = bytearray(10**9)", "pass")).isIn("failed", "memory_limit");
    }

    @Test
    void javaIsRunWithItsTests() {
        needs(CodeLanguage.JAVA);
        String code = "public class Twice { static int of(int n) { return 2 * n; } }";
        String tests = "class Tests { static void run() { assert Twice.of(2) == 4 : \"two\"; } }";
        assertThat(outcome(CodeLanguage.JAVA, code, tests)).isEqualTo("passed");
        assertThat(outcome(CodeLanguage.JAVA, code.replace("2 *", "3 *"), tests))
                .isEqualTo("failed");
        assertThat(outcome(CodeLanguage.JAVA, code.replace("return 2", "System.exit(0); return 2"), tests))
                .isEqualTo("failed");
        assertThat(outcome(CodeLanguage.JAVA, "public class Main { }", tests)).isEqualTo("failed");
    }

    @Test
    void javaScriptIsRunWithItsTests() {
        needs(CodeLanguage.JAVASCRIPT);
        String tests = "if (await twice(2) !== 4) throw new Error('two');";
        String code = "async function twice(n) { return 2 * n; }";
        assertThat(outcome(CodeLanguage.JAVASCRIPT, code, tests)).isEqualTo("passed");
        assertThat(outcome(CodeLanguage.JAVASCRIPT, code.replace("2 *", "3 *"), tests))
                .isEqualTo("failed");
        assertThat(outcome(CodeLanguage.JAVASCRIPT, "process.exit(0)", tests)).isEqualTo("failed");
        assertThat(outcome(CodeLanguage.JAVASCRIPT, code + "}", tests)).isEqualTo("failed");
    }

    @Test
    void whatCannotBeGradedIsNotWrong() {
        CodeScorer scorer = CodeScorer.of(CodeLanguage.PYTHON, new Broken());
        assertThat(scorer.score(answer("x", ""), Target.of()).isScored()).isFalse();
        assertThatThrownBy(() -> scorer.score(answer("x", "pass"), Target.of()))
                .isInstanceOf(SandboxException.class)
                .hasMessage("no namespaces");
        assertThat(scorer.score(answer("```sql\nselect\n```", "pass"), Target.of())
                        .metadata())
                .containsEntry("outcome", "no_code");
    }

    @Test
    void aLanguageThatIsNotThereIsNoWrongAnswer() {
        CodeScorer scorer = CodeScorer.of(CodeLanguage.PYTHON, new WithoutLanguages());
        assertThatThrownBy(() -> scorer.score(answer("x", "pass"), Target.of()))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("'python3 --version' does not run in the sandbox bare");
    }

    private static final class Broken implements SandboxFactory {
        @Override
        public Sandbox open() {
            throw new SandboxException("no namespaces");
        }

        @Override
        public String description() {
            return "broken";
        }
    }

    private static final class WithoutLanguages implements SandboxFactory {
        @Override
        public Sandbox open() {
            return new Sandbox() {
                @Override
                public ExecutionResult execute(Execution execution) {
                    return new ExecutionResult(
                            ExecutionResult.End.EXITED, 127, new byte[0], new byte[0], Duration.ZERO);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public String description() {
            return "bare";
        }
    }
}
