package dev.assay.engine;

import dev.assay.core.model.TokenLogprob;
import dev.assay.engine.decoder.Generation;
import dev.assay.engine.decoder.Generation.Alternative;
import dev.assay.engine.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/// Turns tokens that come one by one into pieces of text for a listener.
final class Hearing {

    private final Tokenizer tokenizer;
    private final GrowingText text;
    private final Continuation.Listener listener;
    private int toldTokens;

    Hearing(Tokenizer tokenizer, int[] prompt, List<String> stop, Continuation.Listener listener) {
        this.tokenizer = tokenizer;
        this.listener = listener;
        this.text = new GrowingText(tokenizer, prompt, stop);
    }

    /// As a listener of tokens; runs on a worker.
    boolean endsAfter(List<Integer> tokens, List<Double> logProbabilities, List<List<Alternative>> alternatives) {
        text.grow(tokens);
        var piece = text.tell();
        if (piece.isEmpty()) {
            return text.stopped();
        }
        var more = listener.heard(piece, logprobs(tokens, logProbabilities, alternatives, toldTokens));
        toldTokens = tokens.size();
        return text.stopped() || !more;
    }

    /// Tells what is left and gives the whole text.
    String finish(Generation generation) {
        var whole = text.whole(generation.tokens());
        var rest = text.rest(whole);
        if (!rest.isEmpty()) {
            var more = listener.heard(rest, logprobs(generation, toldTokens));
            toldTokens = more ? generation.tokens().size() : toldTokens;
        }
        return whole;
    }

    /// The log-probabilities of the tokens from `from` on.
    List<TokenLogprob> logprobs(Generation generation, int from) {
        return logprobs(generation.tokens(), generation.logProbabilities(), generation.alternatives(), from);
    }

    private List<TokenLogprob> logprobs(
            List<Integer> tokens, List<Double> logProbabilities, List<List<Alternative>> alternatives, int from) {
        var all = new ArrayList<TokenLogprob>();
        for (var i = from; i < logProbabilities.size(); i++) {
            var top = i < alternatives.size() ? alternatives.get(i) : List.<Alternative>of();
            all.add(new TokenLogprob(
                    shown(tokens.get(i)),
                    logProbabilities.get(i),
                    top.stream()
                            .map(other -> new TokenLogprob.Alternative(shown(other.token()), other.logProbability()))
                            .toList()));
        }
        return all;
    }

    private String shown(int token) {
        return tokenizer.piece(token);
    }
}
