package dev.assay.serve;

import dev.assay.core.model.StopReason;
import dev.assay.engine.Continuation;
import dev.assay.engine.template.ChatTemplate;
import dev.assay.engine.tokenizer.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A model that says `word` after `word` until it is allowed to end, or nobody listens any more.
final class Dawdling implements Served {

    final Semaphore words = new Semaphore(0);
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch unwanted = new CountDownLatch(1);
    private final Tokenizer tokenizer;
    private final String template;
    private final String text;
    private volatile boolean mayEnd;
    private volatile long kvMemory = Long.MAX_VALUE;

    Dawdling(Tokenizer tokenizer) {
        this(tokenizer, "{{ messages[0].content }}", "word ");
    }

    /// @param text what it says at once when it may end at once
    Dawdling(Tokenizer tokenizer, String template, String text) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.text = text;
    }

    /// Lets every answer end.
    Dawdling ending() {
        mayEnd = true;
        words.release(1_000_000);
        return this;
    }

    @Override
    public String fingerprint() {
        return "sha256:0123456789abcdef0123456789abcdef";
    }

    @Override
    public ChatTemplate template() {
        return ChatTemplate.of(template, Map.of());
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int context() {
        return 512;
    }

    @Override
    public int vocabulary() {
        return 1280;
    }

    @Override
    public long cacheBytes(int tokens) {
        return tokens;
    }

    @Override
    public long kvMemory() {
        return kvMemory;
    }

    /// The same with memory for so many tokens.
    Dawdling withKvMemory(long tokens) {
        kvMemory = tokens;
        return this;
    }

    @Override
    public void requireChoices(List<String> texts) {
        // any will do
    }

    @Override
    public Continuation continueFrom(int[] prompt, Continuation.Settings settings, Continuation.Listener listener)
            throws InterruptedException {
        begun.countDown();
        try {
            var said = 0;
            do {
                if (!words.tryAcquire(20, TimeUnit.MILLISECONDS)) {
                    continue;
                }
                said++;
                if (!listener.heard(text, List.of())) {
                    throw new InterruptedException("nobody listens");
                }
            } while (!mayEnd);
            return new Continuation(text.repeat(said), StopReason.STOP, said, 0, List.of());
        } catch (InterruptedException e) {
            unwanted.countDown();
            throw e;
        }
    }
}
