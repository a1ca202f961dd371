package dev.assay.torch;

import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.TrainingRow;
import java.util.Random;

/// Rows of random short "chats" in which each token is the last one plus a step of the chat: learnable, repeatable.
final class RandomRows implements RowSource {

    private final Random random;
    private final int vocabulary;
    private final int length;

    RandomRows(long seed, int vocabulary, int length) {
        random = new Random(seed);
        this.vocabulary = vocabulary;
        this.length = length;
    }

    @Override
    public TrainingRow next() {
        var tokens = new int[length];
        var weights = new float[length];
        var segments = new int[length];
        var at = 0;
        for (var segment = 0; at < length; segment++) {
            var end = Math.min(length, at + 8 + random.nextInt(length / 2));
            var stride = 1 + random.nextInt(3);
            var token = random.nextInt(vocabulary);
            var filling = end == length && random.nextInt(4) == 0;
            for (; at < end; at++) {
                tokens[at] = token;
                token = (token + stride) % vocabulary;
                weights[at] = random.nextInt(3) == 0 ? 1 : 0.1f;
                segments[at] = filling ? TrainingRow.FILLING : segment;
            }
        }
        return new TrainingRow(tokens, weights, segments);
    }
}
