package dev.assay.tasks.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.model.ModelOutput;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Score;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Target;
import dev.assay.core.task.TaskState;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against sacrebleu and rouge-score: see `make-likeness.py` among the test's resources.
class TextScorersTest {

    private static final Map<String, Scorer> SCORERS = Map.of(
            "bleu", TextScorers.bleu(),
            "chrf", TextScorers.chrf(),
            "rouge1", TextScorers.rouge1(),
            "rouge2", TextScorers.rouge2(),
            "rougeL", TextScorers.rougeL());

    private static Score score(Scorer scorer, String text, List<String> references) {
        TaskState state = TaskState.start(Sample.of("1", "?")).plus(ModelOutput.of("m", text));
        return scorer.score(state, new Target(references));
    }

    @Test
    void numbersAreThoseOfTheReferencePrograms() throws Exception {
        try (InputStream in = Objects.requireNonNull(TextScorersTest.class.getResourceAsStream("likeness.json"))) {
            JsonNode fixture = JsonMapper.shared().readTree(in);
            for (JsonNode row : fixture.path("rows")) {
                List<String> references = new ArrayList<>();
                row.path("references").forEach(each -> references.add(each.stringValue()));
                SCORERS.forEach((name, scorer) -> {
                    assertThat(scorer.name()).isEqualTo(name);
                    assertThat(score(scorer, row.path("text").stringValue(), references)
                                    .value())
                            .as(name + " of " + row.path("text"))
                            .isCloseTo(
                                    row.path(name).doubleValue(),
                                    within(fixture.path("tolerance").doubleValue()));
                });
            }
        }
    }

    @Test
    void withoutAReferenceThereIsNoScore() {
        SCORERS.values()
                .forEach(scorer ->
                        assertThat(score(scorer, "text", List.of()).isScored()).isFalse());
    }

    @Test
    void anEmptyAnswerIsZero() {
        SCORERS.forEach((name, scorer) -> assertThat(
                        score(scorer, "", List.of("something")).value())
                .as(name)
                .isZero());
    }
}
