package dev.assay.core.task;

import dev.assay.core.model.ChatMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Examples before the question: the first `count` of a drawn list that are not the question itself. So
/// nearly every sample sees the same ones, and none its own answer.
record FewShot(List<Sample> drawn, int count, long seed, String source) implements Solver {

    /// More than asked for, so that copies of the question can be left out.
    private static final int SPARE = 32;

    FewShot {
        drawn = List.copyOf(drawn);
    }

    private record Ranked(long rank, Sample sample) {}

    /// Draws in one pass over the source, holding no more than it needs.
    ///
    /// @throws IllegalArgumentException if the source has too few samples with an answer
    static FewShot draw(SampleSource source, int count, long seed) {
        if (count < 1 || count > 1000) {
            throw new IllegalArgumentException("The number of examples must be 1 to 1000, but is " + count);
        }
        PriorityQueue<Ranked> kept =
                new PriorityQueue<>(Comparator.comparingLong(Ranked::rank).reversed());
        SplittableRandom random = new SplittableRandom(seed);
        try (Stream<Sample> samples = source.open()) {
            samples.forEachOrdered(sample -> {
                long rank = random.nextLong();
                if (!sample.target().texts().isEmpty()) {
                    kept.add(new Ranked(rank, sample));
                    if (kept.size() > count + SPARE) {
                        kept.remove();
                    }
                }
            });
        }
        if (kept.size() <= count) {
            throw new IllegalArgumentException("The examples' dataset '" + source.name() + "' has " + kept.size()
                    + " samples with an answer, but " + count
                    + " examples need at least one more than that, because none may be the question itself.");
        }
        List<Sample> drawn = kept.stream()
                .sorted(Comparator.comparingLong(Ranked::rank))
                .map(Ranked::sample)
                .toList();
        return new FewShot(drawn, count, seed, source.name());
    }

    @Override
    public TaskState solve(TaskState state, Generate model) {
        List<ChatMessage> messages = new ArrayList<>();
        state.messages().stream()
                .filter(message -> message.role() == ChatMessage.Role.SYSTEM)
                .forEach(messages::add);
        List<Sample> examples = drawn.stream()
                .filter(example -> !isSame(example, state.sample()))
                .limit(count)
                .toList();
        if (examples.size() < count) {
            throw new IllegalArgumentException("Only " + examples.size() + " of " + count + " examples differ from"
                    + " sample '" + state.sample().id() + "': remove copies from the examples' dataset.");
        }
        examples.forEach(example -> messages.addAll(MultipleChoice.example(example)));
        state.messages().stream()
                .filter(message -> message.role() != ChatMessage.Role.SYSTEM)
                .forEach(messages::add);
        return state.withMessages(messages);
    }

    private static boolean isSame(Sample example, Sample sample) {
        return question(example).equals(question(sample));
    }

    /// A question without what does not make it another: case and white space.
    private static String question(Sample sample) {
        return sample.input()
                .getLast()
                .content()
                .strip()
                .replaceAll("\\s+", " ")
                .toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public List<Step> steps() {
        return List.of(new Step(
                "few_shot", Map.of("count", Integer.toString(count), "seed", Long.toString(seed), "dataset", source)));
    }
}
