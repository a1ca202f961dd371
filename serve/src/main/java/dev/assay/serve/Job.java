package dev.assay.serve;

import dev.assay.engine.Continuation;
import dev.assay.engine.decoder.Sampling;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/// What a request asks to be generated.
///
/// @param prompts tokens; each is continued `choices` times
/// @param settings how, with the seed of the first choice
/// @param stream whether the answer is told as it comes
/// @param includeUsage whether a stream ends with a count of tokens
/// @param tools names of the tools that may be called; empty where none may
/// @param echo the text of each prompt, to stand before its answers; empty where it is not asked for
record Job(
        List<int[]> prompts,
        int choices,
        Continuation.Settings settings,
        boolean stream,
        boolean includeUsage,
        List<String> tools,
        List<String> echo) {

    /// How many answers there will be.
    int size() {
        return prompts.size() * choices;
    }

    int[] prompt(int index) {
        return prompts.get(index / choices);
    }

    /// Most tokens of prompt and answer together.
    int longest(int index, int context) {
        return (int) Math.min(context, (long) prompt(index).length + settings.maxTokens());
    }

    /// The settings of one answer: the first has the seed of the request, each of the others one of its
    /// own, drawn from that seed and the answer's index among all of the request's. So answers to equal
    /// prompts are samples of their own, and requests with neighbouring seeds share none.
    Continuation.Settings settings(int index) {
        var sampling = settings.sampling();
        return new Continuation.Settings(
                new Sampling(
                        sampling.temperature(),
                        sampling.topK(),
                        sampling.topP(),
                        childSeed(sampling.seed(), index),
                        sampling.logProbabilities(),
                        sampling.minP(),
                        sampling.alternatives()),
                settings.maxTokens(),
                settings.stop(),
                settings.choices());
    }

    /// SplitMix64's `index`-th output from `seed` (Steele, Lea and Flood 2014), and the seed itself for 0.
    private static long childSeed(long seed, int index) {
        if (index == 0) {
            return seed;
        }
        var mixed = seed + index * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    int promptTokens() {
        return prompts.stream().mapToInt(prompt -> prompt.length).sum();
    }

    /// The sampling that both kinds of request describe alike.
    static Sampling sampling(Fields fields, boolean logprobs, int alternatives) {
        var seed = fields.node("seed").isPresent()
                ? OptionalLong.of(fields.whole("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE))
                : OptionalLong.empty();
        return new Sampling(
                fields.number("temperature", 1, 0, 2),
                (int) fields.whole("top_k", 0, -1, Integer.MAX_VALUE) < 1
                        ? 0
                        : (int) fields.whole("top_k", 0, -1, Integer.MAX_VALUE),
                Math.max(fields.number("top_p", 1, 0, 1), 1e-9),
                seed.orElseGet(() -> ThreadLocalRandom.current().nextLong()),
                logprobs,
                fields.number("min_p", 0, 0, 1),
                alternatives);
    }

    /// The settings of a request, which may be held to one of several texts.
    static Continuation.Settings settings(
            Fields fields, Served model, Sampling sampling, int longest, List<String> stop) {
        var choices = fields.choice();
        if (!choices.isEmpty()) {
            model.requireChoices(choices);
        }
        if (!choices.isEmpty() && !stop.isEmpty()) {
            throw ApiError.invalid("stop", "'stop' and a choice of answers exclude each other: leave out one.");
        }
        return new Continuation.Settings(sampling, longest, stop, choices);
    }

    /// Refuses what both kinds of request know and this server cannot do.
    static void refuseCommon(Fields fields) {
        fields.ignore("user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key");
        fields.refuse("frequency_penalty", "penalties are not", node -> node.isNumber() && node.asDouble() == 0);
        fields.refuse("presence_penalty", "penalties are not", node -> node.isNumber() && node.asDouble() == 0);
        fields.refuse("logit_bias", "the logits are left as they are", node -> node.isObject() && node.isEmpty());
    }

    /// Whether a stream is to end with a count of tokens.
    static boolean includeUsage(Fields fields, boolean stream) {
        var options = fields.node("stream_options");
        if (options.isPresent() && !stream) {
            throw ApiError.invalid("stream_options", "'stream_options' is only allowed when 'stream' is true.");
        }
        return options.isPresent() && options.get().path("include_usage").asBoolean(false);
    }
}
