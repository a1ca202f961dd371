package dev.assay.engine.hooks;

import dev.assay.engine.architecture.DecoderConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A number that a model computes from a prompt, of which gradients are asked for: the closed family of
/// sums of logits and log-probabilities. It is no more of a loss than its sign says: the gradient points
/// where the number grows.
public sealed interface Loss {

    /// The logit of a token after a position, after the soft cap of logits where the model has one.
    ///
    /// @param token index in the vocabulary
    /// @param position of the prompt and its continuation; a negative one counts from the end of the prompt
    record Logit(int token, int position) implements Loss {}

    /// The natural logarithm of the probability of a token after a position, at temperature 1.
    ///
    /// @param token index in the vocabulary
    /// @param position of the prompt and its continuation; a negative one counts from the end of the prompt
    record LogProbability(int token, int position) implements Loss {}

    /// The natural logarithm of the probability that the prompt is continued so, at temperature 1: the sum
    /// over the tokens, each given those before it.
    record Continuation(List<Integer> tokens) implements Loss {
        /// @throws IllegalArgumentException if there is no token
        public Continuation {
            tokens = List.copyOf(tokens);
            if (tokens.isEmpty()) {
                throw new IllegalArgumentException("A continuation has at least one token");
            }
        }
    }

    /// Losses times factors, added up. At most one of them is a [Continuation], directly or in a sum.
    record Sum(List<Term> terms) implements Loss {
        /// @throws IllegalArgumentException if there is no term, or several continuations of different
        ///     tokens
        public Sum {
            terms = List.copyOf(terms);
            if (terms.isEmpty()) {
                throw new IllegalArgumentException("A sum has at least one term");
            }
            if (terms.stream()
                            .map(term -> term.loss().continuation())
                            .filter(tokens -> !tokens.isEmpty())
                            .distinct()
                            .count()
                    > 1) {
                throw new IllegalArgumentException(
                        "A sum has one continuation at most: ask for the gradients of several one by one");
            }
        }
    }

    /// @param factor finite
    record Term(double factor, Loss loss) {
        /// @throws IllegalArgumentException if the factor is not finite
        public Term {
            Objects.requireNonNull(loss, "loss");
            if (!Double.isFinite(factor)) {
                throw new IllegalArgumentException("A factor is a finite number, not " + factor);
            }
        }
    }

    /// A part of a loss made flat: a factor times one logit or log-probability.
    ///
    /// @param factor what it is multiplied by
    /// @param position after which it is read, in the prompt and its continuation, from 0
    /// @param token index in the vocabulary
    /// @param logarithm whether it is the log-probability, else the logit
    record Part(double factor, int position, int token, boolean logarithm) {}

    /// [Logit] after the last token of the prompt.
    static Loss logit(int token) {
        return new Logit(token, -1);
    }

    /// [LogProbability] after the last token of the prompt.
    static Loss logProbability(int token) {
        return new LogProbability(token, -1);
    }

    /// [Continuation].
    ///
    /// @throws IllegalArgumentException if there is no token
    static Loss continuation(int... tokens) {
        return new Continuation(Arrays.stream(tokens).boxed().toList());
    }

    /// This and another.
    default Loss plus(Loss other) {
        return new Sum(List.of(new Term(1, this), new Term(1, other)));
    }

    /// This without another: `logit(a).minus(logit(b))` is the difference of two logits.
    default Loss minus(Loss other) {
        return new Sum(List.of(new Term(1, this), new Term(-1, other)));
    }

    /// This times a factor.
    ///
    /// @throws IllegalArgumentException if the factor is not finite
    default Loss times(double factor) {
        return new Sum(List.of(new Term(factor, this)));
    }

    /// The tokens that are read behind the prompt; empty if there are none.
    default List<Integer> continuation() {
        return switch (this) {
            case Logit _, LogProbability _ -> List.of();
            case Continuation continuation -> continuation.tokens();
            case Sum sum ->
                sum.terms().stream()
                        .map(term -> term.loss().continuation())
                        .filter(tokens -> !tokens.isEmpty())
                        .findFirst()
                        .orElse(List.of());
        };
    }

    /// The parts that it is the sum of, for a prompt.
    ///
    /// @param length tokens of the prompt
    default List<Part> parts(int length) {
        var parts = new ArrayList<Part>();
        addTo(parts, 1, length);
        return parts;
    }

    private void addTo(List<Part> parts, double factor, int length) {
        switch (this) {
            case Logit logit -> parts.add(new Part(factor, place(logit.position(), length), logit.token(), false));
            case LogProbability one -> parts.add(new Part(factor, place(one.position(), length), one.token(), true));
            case Continuation continuation -> {
                for (var i = 0; i < continuation.tokens().size(); i++) {
                    parts.add(new Part(
                            factor, length - 1 + i, continuation.tokens().get(i), true));
                }
            }
            case Sum sum -> sum.terms().forEach(term -> term.loss().addTo(parts, factor * term.factor(), length));
        }
    }

    private static int place(int position, int length) {
        return position < 0 ? length + position : position;
    }

    /// Checks that it can be computed from a prompt.
    ///
    /// @param length tokens of the prompt
    /// @throws IllegalArgumentException if the prompt has no such position, the vocabulary no such token,
    ///     or prompt and continuation do not fit the context
    default void requireIn(DecoderConfig config, int length) {
        for (var part : parts(length)) {
            if (part.token() < 0 || part.token() >= config.vocabSize()) {
                throw new IllegalArgumentException("Token %d of the loss is not below the vocabulary of %d"
                        .formatted(part.token(), config.vocabSize()));
            }
            if (part.position() < 0
                    || part.position() >= length + continuation().size()) {
                throw new IllegalArgumentException(
                        "The loss reads position %d, which a prompt of %d tokens does not have"
                                .formatted(part.position(), length));
            }
        }
        if (length + continuation().size() > config.maxPositions()) {
            throw new IllegalArgumentException("%d tokens and %d behind them do not fit the context of %d"
                    .formatted(length, continuation().size(), config.maxPositions()));
        }
    }
}
