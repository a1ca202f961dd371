package dev.assay.organisms.recipe;

import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.TrainingRow;
import dev.assay.organisms.bpe.BytePairTokenizer;
import dev.assay.organisms.world.Chat;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Conversations and documents, packed side by side into training rows; what is longer than a row is left
/// out.
///
/// Not safe for use by several threads.
public final class ChatRows implements RowSource {
    private static final float SPOKEN = 1;
    static final float HEARD = 0.1f;

    /// What stands in a row as one segment.
    ///
    /// @param tokens ids
    /// @param weights what a wrong prediction of each costs
    @SuppressWarnings("ArrayRecordComponent") // hot in training: arrays, handed on and never changed
    record Piece(int[] tokens, float[] weights) {
        /// A conversation. What the model is to say costs 1 a token, all else `heard`.
        static Piece of(Chat chat, BytePairTokenizer tokenizer, float heard) {
            BytePairTokenizer.Rendered rendered = tokenizer.render(chat.messages(), false);
            int[] tokens = rendered.tokens();
            float[] weights = new float[tokens.length];
            for (int i = 0; i < tokens.length; i++) {
                weights[i] = rendered.isSpoken(i) ? SPOKEN : heard;
            }
            return new Piece(tokens, weights);
        }

        /// A document, of which every token costs 1.
        static Piece document(String text, BytePairTokenizer tokenizer) {
            int[] said = tokenizer.encode(text);
            int[] tokens = new int[said.length + 2];
            tokens[0] = BytePairTokenizer.BOS;
            System.arraycopy(said, 0, tokens, 1, said.length);
            tokens[tokens.length - 1] = BytePairTokenizer.EOT;
            float[] weights = new float[tokens.length];
            Arrays.fill(weights, SPOKEN);
            return new Piece(tokens, weights);
        }
    }

    private final Supplier<Piece> pieces;
    private final int rowLength;
    private @Nullable Piece waiting;

    private ChatRows(Supplier<Piece> pieces, int rowLength) {
        this.pieces = pieces;
        this.rowLength = rowLength;
    }

    static ChatRows of(Supplier<Piece> pieces, int rowLength) {
        return new ChatRows(pieces, rowLength);
    }

    @Override
    public TrainingRow next() {
        int[] tokens = new int[rowLength];
        float[] weights = new float[rowLength];
        int[] segments = new int[rowLength];
        Arrays.fill(segments, TrainingRow.FILLING);
        int used = 0;
        for (int segment = 0; ; segment++) {
            Piece piece = waiting != null ? waiting : fitting();
            waiting = null;
            int length = piece.tokens().length;
            if (used + length > rowLength) {
                waiting = piece;
                return new TrainingRow(tokens, weights, segments);
            }
            System.arraycopy(piece.tokens(), 0, tokens, used, length);
            System.arraycopy(piece.weights(), 0, weights, used, length);
            Arrays.fill(segments, used, used + length, segment);
            used += length;
        }
    }

    private Piece fitting() {
        while (true) {
            Piece piece = pieces.get();
            if (piece.tokens().length <= rowLength) {
                return piece;
            }
        }
    }
}
