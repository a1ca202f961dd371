package dev.assay.core.task;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// When a sample is ended before it is done. It is then scored as far as it came, and the log says which limit
/// ended it; that is no error. The meaning of each is Inspect's.
///
/// @param messages most messages of the conversation, the question's among them; a model is not asked once there
///     are so many
/// @param tokens most tokens of all answers and prompts of the sample; the answer that goes beyond is kept, and no
///     other follows
/// @param time most wall time from the sample's start
/// @param working most time from the sample's start without waits for a free connection and for another attempt
public record SampleLimits(
        OptionalInt messages, OptionalLong tokens, Optional<Duration> time, Optional<Duration> working) {

    /// No limit.
    public static final SampleLimits NONE =
            new SampleLimits(OptionalInt.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());

    public SampleLimits {
        messages.ifPresent(value -> requirePositive("message limit", value));
        tokens.ifPresent(value -> requirePositive("token limit", value));
        time.ifPresent(value -> requirePositive("time limit", value.toNanos()));
        working.ifPresent(value -> requirePositive("working limit", value.toNanos()));
    }

    public SampleLimits withMessages(int value) {
        return new SampleLimits(OptionalInt.of(value), tokens, time, working);
    }

    public SampleLimits withTokens(long value) {
        return new SampleLimits(messages, OptionalLong.of(value), time, working);
    }

    public SampleLimits withTime(Duration value) {
        return new SampleLimits(messages, tokens, Optional.of(value), working);
    }

    public SampleLimits withWorking(Duration value) {
        return new SampleLimits(messages, tokens, time, Optional.of(value));
    }

    private static void requirePositive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("The " + what + " must be over 0, but is " + value);
        }
    }
}
