package dev.assay.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void theDefaultDecaysLinearlyOverTheLastFortyPercent() {
        assertThat(Schedule.DEFAULT).isEqualTo(new Schedule(0, 0.4, Schedule.Decay.LINEAR));
        assertThat(Schedule.DEFAULT.factor(0, 100)).isEqualTo(1);
        assertThat(Schedule.DEFAULT.factor(60, 100)).isEqualTo(1);
        assertThat(Schedule.DEFAULT.factor(80, 100)).isEqualTo(0.5);
        assertThat(Schedule.DEFAULT.factor(99, 100)).isEqualTo(0.025, within(1e-12));
    }

    @Test
    void aConstantRateStays() {
        for (var step = 0; step < 50; step++) {
            assertThat(Schedule.CONSTANT.factor(step, 50)).isEqualTo(1);
        }
    }

    /// As transformers' get_cosine_schedule_with_warmup has it, but that its first step has the rate 0.
    @Test
    void aCosineFallsAfterItsWarmUp() {
        var cosine = Schedule.cosine(10, 110);
        assertThat(cosine.factor(0, 110)).isEqualTo(0.1);
        assertThat(cosine.factor(9, 110)).isEqualTo(1);
        for (var step = 10; step < 110; step++) {
            var expected = 0.5 * (1 + Math.cos(Math.PI * (step - 10) / 100));
            assertThat(cosine.factor(step, 110)).isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Schedule(-1, 0, Schedule.Decay.LINEAR)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new Schedule(0, 1.5, Schedule.Decay.COSINE)).hasMessageContaining("1.5");
    }
}
