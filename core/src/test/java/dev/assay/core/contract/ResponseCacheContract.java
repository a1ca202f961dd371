package dev.assay.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.RequestKey;
import dev.assay.core.model.ResponseCache;
import dev.assay.core.task.EvalLog.EvalSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every {@link ResponseCache} must keep. Extend it and hand over an empty cache with room for 1,000 short
/// answers; the contract closes it.
public abstract class ResponseCacheContract {

    private ResponseCache cache;

    /// A new, empty cache.
    protected abstract ResponseCache newCache();

    @BeforeEach
    void open() {
        cache = newCache();
    }

    @AfterEach
    void close() {
        cache.close();
    }

    /// A key of its own for each number.
    public static RequestKey key(long number) {
        return new RequestKey(String.format("%064x", number));
    }

    /// Answers with anything in them that an answer may hold, each under a key of its own.
    public static Map<RequestKey, ModelOutput> answers(long seed, int number) {
        GeneratedSamples samples = new GeneratedSamples(seed);
        Map<RequestKey, ModelOutput> answers = new LinkedHashMap<>();
        while (answers.size() < number) {
            EvalSample sample = samples.next(1);
            sample.output().ifPresent(output -> answers.put(key(seed * 1_000_000 + answers.size()), output));
        }
        return answers;
    }

    @Test
    void whatWasPutIsFoundAtOnceAndWhole() {
        Map<RequestKey, ModelOutput> answers = answers(1, 300);
        answers.forEach((key, output) -> {
            assertThat(cache.find(key)).isEmpty();
            cache.put(key, output);
            assertThat(cache.find(key)).contains(output);
        });
        answers.forEach((key, output) -> assertThat(cache.find(key)).contains(output));
        assertThat(cache.find(key(1))).isEmpty();
        assertThat(cache.trouble()).isEmpty();
    }

    @Test
    void aLaterAnswerTakesThePlaceOfAnEarlier() {
        for (int index = 0; index < 200; index++) {
            cache.put(key(7), ModelOutput.of("m", "answer " + index));
            assertThat(cache.find(key(7)).map(ModelOutput::completion)).contains("answer " + index);
        }
    }

    @Test
    void manyThreadsFindTheirOwn() throws InterruptedException, ExecutionException {
        List<Callable<Optional<ModelOutput>>> tasks = new ArrayList<>();
        List<Optional<ModelOutput>> expected = new ArrayList<>();
        for (int index = 0; index < 800; index++) {
            RequestKey key = key(index);
            ModelOutput output = ModelOutput.of("m", "answer " + index);
            expected.add(Optional.of(output));
            tasks.add(() -> {
                cache.put(key, output);
                return cache.find(key);
            });
        }
        List<Optional<ModelOutput>> found = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Optional<ModelOutput>> future : executor.invokeAll(tasks)) {
                found.add(future.get());
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void afterTheEndNothingIsFoundAndNothingFails() {
        cache.put(key(1), ModelOutput.of("m", "one"));
        cache.close();
        cache.put(key(2), ModelOutput.of("m", "two"));
        assertThat(cache.find(key(1))).isEmpty();
        assertThat(cache.find(key(2))).isEmpty();
        cache.close();
    }
}
