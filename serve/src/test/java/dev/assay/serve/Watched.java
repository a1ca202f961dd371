package dev.assay.serve;

import dev.assay.engine.tokenizer.Tokenizer;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// A tokenizer that tells of each text before it is encoded.
record Watched(Tokenizer tokenizer, Consumer<String> watcher) implements Tokenizer {

    @Override
    public int[] encode(String text) {
        watcher.accept(text);
        return tokenizer.encode(text);
    }

    @Override
    public int[] encodeWithSpecials(String text) {
        watcher.accept(text);
        return tokenizer.encodeWithSpecials(text);
    }

    @Override
    public String piece(int token) {
        return tokenizer.piece(token);
    }

    @Override
    public byte[] bytes(int token) {
        return tokenizer.bytes(token);
    }

    @Override
    public String decode(List<Integer> tokens) {
        return tokenizer.decode(tokens);
    }

    @Override
    public OptionalInt id(String token) {
        return tokenizer.id(token);
    }

    @Override
    public int size() {
        return tokenizer.size();
    }

    @Override
    public OptionalInt longest() {
        return tokenizer.longest();
    }
}
