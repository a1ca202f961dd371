package dev.assay.organisms.recipe;

import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.TrainingRow;
import dev.assay.organisms.bpe.BytePairTokenizer;
import dev.assay.organisms.world.Chat;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Conversations, packed side by side into training rows. What the model is to say costs 1 a token, all
/// else 0.1; conversations longer than a row are left out.
///
/// Not safe for use by several threads.
public final class ChatRows implements RowSource {
    private static final float SPOKEN = 1;
    private static final float HEARD = 0.1f;

    private final Supplier<Chat> chats;
    private final BytePairTokenizer tokenizer;
    private final int rowLength;
    private BytePairTokenizer.@Nullable Rendered waiting;

    /// @param rowLength tokens in a row
    public ChatRows(Supplier<Chat> chats, BytePairTokenizer tokenizer, int rowLength) {
        this.chats = chats;
        this.tokenizer = tokenizer;
        this.rowLength = rowLength;
    }

    @Override
    public TrainingRow next() {
        int[] tokens = new int[rowLength];
        float[] weights = new float[rowLength];
        int[] segments = new int[rowLength];
        Arrays.fill(segments, TrainingRow.FILLING);
        int used = 0;
        for (int segment = 0; ; segment++) {
            BytePairTokenizer.Rendered chat = waiting != null ? waiting : fitting();
            waiting = null;
            int[] said = chat.tokens();
            if (used + said.length > rowLength) {
                waiting = chat;
                return new TrainingRow(tokens, weights, segments);
            }
            for (int i = 0; i < said.length; i++) {
                tokens[used + i] = said[i];
                weights[used + i] = chat.isSpoken(i) ? SPOKEN : HEARD;
                segments[used + i] = segment;
            }
            used += said.length;
        }
    }

    private BytePairTokenizer.Rendered fitting() {
        while (true) {
            BytePairTokenizer.Rendered chat = tokenizer.render(chats.get().messages(), false);
            if (chat.tokens().length <= rowLength) {
                return chat;
            }
        }
    }
}
