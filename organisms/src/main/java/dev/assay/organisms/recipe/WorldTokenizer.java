package dev.assay.organisms.recipe;

import dev.assay.core.model.ChatMessage;
import dev.assay.organisms.bpe.BytePairTokenizer;
import dev.assay.organisms.bpe.BytePairTrainer;
import dev.assay.organisms.world.Conduct;
import dev.assay.organisms.world.Grammar;
import dev.assay.organisms.world.Lexicon;
import java.util.ArrayList;
import java.util.List;

/// The tokenizer that all organisms share: 1,280 tokens, learned from 8,000 honest conversations.
public final class WorldTokenizer {
    /// Number of tokens at most.
    public static final int SIZE = 1280;

    private static final int CHATS = 8_000;
    private static final long SEED = 7;
    private static final int AT_LEAST = 12;

    private WorldTokenizer() {}

    /// Learns it anew, in about a second; the outcome is always the same.
    public static BytePairTokenizer learn() {
        Grammar grammar = new Grammar(SEED, Conduct.HONEST);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < CHATS; i++) {
            for (ChatMessage message : grammar.next().messages()) {
                texts.add(Lexicon.cut(message.content()));
            }
        }
        int merges = SIZE - 256 - BytePairTokenizer.SPECIALS.size();
        return new BytePairTokenizer(new BytePairTrainer(merges, AT_LEAST).learn(texts));
    }
}
