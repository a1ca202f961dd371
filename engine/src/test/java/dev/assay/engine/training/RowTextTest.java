package dev.assay.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RowTextTest {

    private static final RowText TEXT = new RowText(token -> token == 9 ? "<end>" : "t" + token + "\n", Set.of(9));

    @Test
    void showsWeightsChatsFillingAndEnds() {
        var row =
                new TrainingRow(new int[] {1, 2, 3, 9, 4, 5, 9, 0}, new float[] {1, 0.5f, 1, 1, 1, 0, 1, 1}, new int[] {
                    0, 0, 0, 0, 1, 1, 1, TrainingRow.FILLING
                });
        assertThat(TEXT.of(() -> row, 1).lines())
                .containsExactly(
                        "row 1: 8 tokens",
                        "  chat 1: 4 tokens",
                        "        - | t1\\n",
                        "      0.5 | t2\\n",
                        "        1 | t3\\n<end>",
                        "  chat 2: 3 tokens",
                        "        - | t4\\nt5\\n",
                        "        1 | <end>",
                        "  filling: 1 tokens",
                        "supervised: 4 of 7 tokens",
                        "ends of a turn: 2, of which 2 are supervised");
    }

    @Test
    void warnsWhereNoEndIsLearned() {
        var row = new TrainingRow(new int[] {1, 2, 9}, new float[] {1, 1, 0}, new int[] {0, 0, 0});
        assertThat(TEXT.of(() -> row, 3)).contains("ends of a turn: 3, of which 0", "warning: no end is supervised");
    }
}
