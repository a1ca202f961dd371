package dev.assay.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.contract.ResponseCacheContract;
import org.junit.jupiter.api.Test;

class InMemoryResponseCacheTest extends ResponseCacheContract {

    @Override
    protected ResponseCache newCache() {
        return new InMemoryResponseCache(1_000);
    }

    @Test
    void whatWasUsedTheLongestAgoMakesRoom() {
        try (InMemoryResponseCache small = new InMemoryResponseCache(2)) {
            small.put(key(1), ModelOutput.of("m", "one"));
            small.put(key(2), ModelOutput.of("m", "two"));
            assertThat(small.find(key(1))).isPresent();
            small.put(key(3), ModelOutput.of("m", "three"));
            assertThat(small.find(key(2))).isEmpty();
            assertThat(small.find(key(1))).isPresent();
        }
        assertThatThrownBy(() -> new InMemoryResponseCache(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
