package dev.assay.tasks.file;

import dev.assay.agents.tool.ToolCallScorer;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Scorer;
import dev.assay.tasks.data.SampleFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Grading by the calls that a sample expects.
///
/// @param inOrder whether they must come in their order
/// @param noOthers whether others count against it
/// @param submit the tool to submit with, whose calls are none
/// @param line where the task names it
record CallsPart(boolean inOrder, boolean noOthers, Optional<String> submit, int line) implements Part {

    Scorer scorer() {
        ToolCallScorer scorer = ToolCallScorer.of(CallsPart::expected)
                .ignoring(submit.map(Set::of).orElse(Set.of()));
        scorer = inOrder ? scorer.inOrder() : scorer;
        return noOthers ? scorer.noOthers() : scorer;
    }

    private static List<ToolCallScorer.Expected> expected(Sample sample) {
        String text = sample.metadata().getOrDefault(SampleFacts.CALLS, "[]");
        try {
            return ToolCallScorer.read(JsonMapper.shared().readTree(text));
        } catch (JacksonException noJson) {
            throw new IllegalArgumentException("its 'calls' are no JSON list", noJson);
        }
    }

    @Override
    public Set<String> facts() {
        return Set.of(SampleFacts.CALLS);
    }

    @Override
    public void check(Sample sample) {
        List<ToolCallScorer.Expected> unused = expected(sample);
    }
}
