package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.task.Dataset;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final SampleSource HUNDRED = new Dataset(
            "hundred",
            IntStream.range(0, 100).mapToObj(i -> Sample.of("s" + i, "q", "a")).toList());

    private static List<String> ids(SampleSource source, long skipped) {
        try (var samples = source.open(skipped)) {
            return samples.map(Sample::id).toList();
        }
    }

    @Test
    void rangesAreCountedFromOne() {
        assertThat(ids(Selection.limited(HUNDRED, "11-13"), 0)).containsExactly("s10", "s11", "s12");
        assertThat(Selection.limited(HUNDRED, "500")).isSameAs(HUNDRED);
        assertThat(ids(Selection.limited(HUNDRED, "99-500"), 0)).containsExactly("s98", "s99");
        assertThat(ids(Selection.withIds(HUNDRED, List.of("s7", "s3")), 0)).containsExactly("s3", "s7");
    }

    @Test
    void anyPlacesAreReadFromAnyPlaceOn() {
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            BitSet places = new BitSet();
            for (int i = 0; i < 100; i++) {
                places.set(i, random.nextInt(3) == 0);
            }
            SampleSource selection = new Selection(HUNDRED, Positions.decode(Positions.encode(places)));
            List<String> expected =
                    places.stream().mapToObj(place -> "s" + place).toList();
            assertThat(selection.size()).isEqualTo(expected.size());
            for (int skipped = 0; skipped <= expected.size(); skipped++) {
                assertThat(ids(selection, skipped)).isEqualTo(expected.subList(skipped, expected.size()));
            }
        }
    }

    @Test
    void placesOfASelectionOfASelectionAreThoseAmongAll() {
        SampleSource middle = Selection.limited(HUNDRED, "51-100");
        Selection inner = (Selection) Selection.limited(middle, "11-20");
        BitSet chosen = new BitSet();
        chosen.set(0);
        chosen.set(9);
        assertThat(inner.placesOf(chosen).stream()).containsExactly(60, 69);
    }

    @Test
    void theDigestTellsSelectionsApart() {
        assertThat(List.of(
                        HUNDRED.digest(),
                        Selection.limited(HUNDRED, "10").digest(),
                        Selection.limited(HUNDRED, "11").digest()))
                .doesNotHaveDuplicates();
    }
}
