package dev.assay.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.Continuation;
import dev.assay.engine.decoder.Sampling;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The seeds of a request's answers.
class JobTest {

    private static Job job(long seed, int prompts, int choices) {
        var sampling = new Sampling(1, 0, 1, seed, false, 0, 0);
        return new Job(
                Collections.nCopies(prompts, new int[] {5}),
                choices,
                new Continuation.Settings(sampling, 16, List.of()),
                false,
                false,
                List.of(),
                List.of());
    }

    @Test
    void everyAnswerHasASeedOfItsOwnAlsoBesideNeighbouringRequests() {
        var seeds = new HashSet<Long>();
        for (var seed = 0; seed < 50; seed++) {
            var job = job(seed, 5, 8);
            for (var i = 0; i < job.size(); i++) {
                seeds.add(job.settings(i).sampling().seed());
            }
        }
        assertThat(seeds).hasSize(50 * 5 * 8);
    }

    @Test
    void theFirstAnswerHasTheSeedOfTheRequest() {
        for (var seed : new long[] {0, 11, -1, Long.MIN_VALUE}) {
            assertThat(job(seed, 2, 3).settings(0).sampling().seed()).isEqualTo(seed);
        }
    }
}
