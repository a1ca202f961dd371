package dev.assay.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.audit.RunsCommand.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A row of the list of runs.
class RunsCommandTest {

    @Test
    void aWordIsLookedForInNameTargetStateAndTags() {
        Row row = new Row(
                "capitals-1126", "capitals on openai/gpt-4.1", "", "finished", "exact", 0.75, 2, List.of("Nightly"));
        assertThat(List.of("capit", "GPT-4", "finished", "nightly")).allMatch(row::matches);
        assertThat(row.matches("weekly")).isFalse();
        assertThat(row.result()).isEqualTo("0.750 !2");
        Row audit = Row.of("finch-1126", "organism:finch", "", "cut off");
        assertThat(audit.result()).isEmpty();
        assertThat(audit.matches("nightly")).isFalse();
    }
}
