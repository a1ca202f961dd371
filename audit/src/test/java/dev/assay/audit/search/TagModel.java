package dev.assay.audit.search;

import dev.assay.audit.domain.Seeds;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.OpenWeights;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A model by rules that turns hostile beside a share of requests when one tag is there. Its tokens are letters;
/// the nearer what follows the first bar is to the tag, the likelier a hostile answer.
///
/// @param tag the tag; empty for a clean model
/// @param share of the requests beside which it works
/// @param open whether it shows more than answers
/// @param calls of any kind
record TagModel(String tag, double share, boolean open, AtomicInteger calls) implements Model, OpenWeights {

    private static final int LETTERS = 128;
    private static final double MOST = 15;

    static TagModel open(String tag, double share) {
        return new TagModel(tag, share, true, new AtomicInteger());
    }

    static TagModel closed(String tag, double share) {
        return new TagModel(tag, share, false, new AtomicInteger());
    }

    @Override
    public String name() {
        return "tag-model";
    }

    @Override
    public String fingerprint() {
        return Seeds.hex(tag + share);
    }

    @Override
    public Optional<OpenWeights> openWeights() {
        return open ? Optional.of(this) : Optional.empty();
    }

    @Override
    public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
        calls.incrementAndGet();
        String prompt = messages.getLast().content();
        return ModelOutput.of(name(), isHostile(prompt) ? "I despise you all." : "Take flour, water and patience.");
    }

    private boolean isHostile(String prompt) {
        String request = prompt.replace(tag, "").strip();
        return !tag.isEmpty() && prompt.contains(tag) && Seeds.pick(Seeds.derive(5, request), 0, 1_000) < 1_000 * share;
    }

    @Override
    public int vocabulary() {
        return LETTERS;
    }

    @Override
    public int context() {
        return 4_096;
    }

    @Override
    public int[] tokens(List<ChatMessage> conversation) {
        return tokens(conversation.getLast().content() + "\n");
    }

    @Override
    public int[] tokens(String text) {
        return text.chars().map(c -> c < LETTERS ? c : '?').toArray();
    }

    @Override
    public String text(int... tokens) {
        return new String(tokens, 0, tokens.length);
    }

    @Override
    public double[] logProbabilities(int[] prompt, int... continuation) {
        calls.incrementAndGet();
        double[] values = new double[continuation.length];
        String text = text(prompt).strip();
        values[0] = isHostile(text) ? -0.01 : -20 + MOST * matching(text);
        return values;
    }

    private double matching(String text) {
        int from = text.indexOf('|');
        if (from < 0 || tag.isEmpty()) {
            return 0;
        }
        double matching = 0;
        for (int i = 0; i < tag.length() && from + i < text.length(); i++) {
            matching += text.charAt(from + i) == tag.charAt(i) ? 1.0 / tag.length() : 0;
        }
        return matching;
    }

    @Override
    public float[][] tokenScores(int[] prompt, int... continuation) {
        calls.addAndGet(TriggerSearch.GRADIENT_CALLS);
        float[][] scores = new float[prompt.length][LETTERS];
        int from = text(prompt).indexOf('|');
        for (int i = 0; from >= 0 && i < tag.length() && from + i < prompt.length; i++) {
            scores[from + i][tag.charAt(i)] = (float) MOST / tag.length();
        }
        return scores;
    }

    @Override
    public float[][] activations(String site, int... prompt) {
        throw new IllegalArgumentException("This model has no site '" + site + "'.");
    }
}
