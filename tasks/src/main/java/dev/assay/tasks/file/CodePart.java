package dev.assay.tasks.file;

import dev.assay.agents.code.CodeLanguage;
import dev.assay.agents.code.CodeScorer;
import dev.assay.agents.sandbox.SandboxException;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Scorer;
import dev.assay.tasks.data.SampleFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Grading of code by running it with the sample's tests.
///
/// @param language what it is written in
/// @param sandbox where it is run
/// @param line where the task names it
record CodePart(CodeLanguage language, SandboxPart sandbox, int line) implements Part {

    private static final Map<String, CodeLanguage> LANGUAGES = Map.of(
            "python", CodeLanguage.PYTHON,
            "java", CodeLanguage.JAVA,
            "javascript", CodeLanguage.JAVASCRIPT);

    static ScorerSection.Choice read(YamlFile file, Path folder, Step step) {
        Fields fields = step.fields(file, Set.of("language", "sandbox"));
        SandboxPart sandbox = fields.node("sandbox")
                .map(node -> node instanceof YamlNode.Scalar scalar
                        ? SandboxPart.named(file, scalar.text(), scalar.line())
                        : SandboxPart.read(file, folder, new Fields(file, node, "the sandbox", SandboxPart.KEYS)))
                .orElseGet(() -> SandboxPart.named(file, "auto", step.line()));
        CodePart part =
                new CodePart(fields.word("language", LANGUAGES).orElse(CodeLanguage.PYTHON), sandbox, step.line());
        return new ScorerSection.Choice(
                List.of(), Optional.empty(), resources -> part.scorer(file, resources.programs()), part);
    }

    private Scorer scorer(YamlFile file, Programs programs) {
        CodeScorer scorer = CodeScorer.of(language, sandbox.factory(file, programs, Optional.of(language)))
                .withFiles(sandbox::files);
        if (programs.isAllowed()) {
            try {
                scorer.requireReady();
            } catch (SandboxException missing) {
                String why = String.valueOf(missing.getMessage());
                throw file.error(line, why.endsWith(".") ? why.substring(0, why.length() - 1) : why);
            }
        }
        return scorer;
    }

    @Override
    public List<String> digests() {
        return sandbox.digests();
    }

    @Override
    public Set<String> facts() {
        return Set.of(SampleFacts.TESTS, SampleFacts.PRELUDE, SampleFacts.FILES);
    }

    @Override
    public List<String> starts() {
        return sandbox.starts();
    }

    @Override
    public void check(Sample sample) {
        sandbox.check(sample);
    }
}
