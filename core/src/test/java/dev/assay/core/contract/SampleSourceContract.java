package dev.assay.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every {@link SampleSource} must keep. Extend it and hand over a source of at least two samples.
public abstract class SampleSourceContract {

    /// A source over the same samples, each time.
    protected abstract SampleSource source();

    private static List<Sample> all(SampleSource source) {
        try (Stream<Sample> samples = source.open()) {
            return samples.toList();
        }
    }

    @Test
    void sizeIsKnownBeforeAndRight() {
        SampleSource source = source();
        assertThat(source.size()).isGreaterThan(1).isEqualTo(all(source).size());
    }

    @Test
    void idsDiffer() {
        assertThat(all(source()).stream().map(Sample::id)).doesNotHaveDuplicates();
    }

    @Test
    void everyPassGivesTheSame() {
        SampleSource source = source();
        assertThat(all(source)).isEqualTo(all(source)).isEqualTo(all(source()));
    }

    @Test
    void passesDoNotDisturbEachOther() {
        SampleSource source = source();
        List<Sample> expected = all(source);
        try (Stream<Sample> one = source.open();
                Stream<Sample> other = source.open()) {
            Iterator<Sample> first = one.iterator();
            Iterator<Sample> second = other.iterator();
            for (Sample sample : expected) {
                assertThat(first.next()).isEqualTo(sample);
                assertThat(second.next()).isEqualTo(sample);
            }
        }
    }

    @Test
    void aPassMayBeginAnywhere() {
        SampleSource source = source();
        List<Sample> expected = all(source);
        for (int skipped = 0; skipped <= expected.size(); skipped++) {
            try (Stream<Sample> rest = source.open(skipped)) {
                assertThat(rest).isEqualTo(expected.subList(skipped, expected.size()));
            }
        }
    }

    @Test
    void aPassMayEndEarly() {
        SampleSource source = source();
        Sample first = all(source).getFirst();
        try (Stream<Sample> samples = source.open()) {
            assertThat(samples.findFirst()).contains(first);
        }
        assertThat(all(source)).hasSize((int) source.size());
    }

    @Test
    void aPassMayStartLater() {
        SampleSource source = source();
        List<Sample> expected = all(source);
        for (int skipped = 0; skipped <= expected.size(); skipped++) {
            try (Stream<Sample> samples = source.open(skipped)) {
                assertThat(samples.toList()).isEqualTo(expected.subList(skipped, expected.size()));
            }
        }
    }

    @Test
    void theDigestIsOfTheContent() {
        assertThat(source().digest()).matches("[0-9a-f]{64}").isEqualTo(source().digest());
    }

    @Test
    void itHasAName() {
        assertThat(source().name()).isNotBlank();
        assertThat(source().location()).isNotNull();
    }
}
