package dev.assay.engine;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.check.Verification;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.decoder.Generation;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.decoder.Sampling;
import dev.assay.engine.kernel.Kernel;
import dev.assay.engine.template.ChatTemplate;
import dev.assay.engine.template.TemplateException;
import dev.assay.engine.tokenizer.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/// A model folder in Hugging Face's format (`config.json`, `model.safetensors`, `tokenizer.json`, a chat
/// template) that answers on this machine, in plain Java. Any number of threads may ask at once; their
/// requests are computed together.
///
/// The answer to a request is a function of its messages and its settings: the same whatever runs beside
/// it, on whichever kernel, with any [EngineOptions].
public final class LocalModel implements Model {

    /// Tokens that a tokenizer may have beyond the embeddings: Gemma 3's has one for images, which its text models
    /// lack.
    private static final int SPARE_TOKENS = 16;

    private static final Predicate<List<Integer>> NEVER = _ -> false;

    private final String name;
    private final Generator generator;
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final Set<Integer> endTokens;
    private final Path folder;
    private final Optional<Path> checks;
    private volatile String fingerprint = "";

    private LocalModel(
            String name,
            Generator generator,
            Tokenizer tokenizer,
            ChatTemplate template,
            Set<Integer> endTokens,
            Path folder,
            Optional<Path> checks) {
        this.name = name;
        this.generator = generator;
        this.tokenizer = tokenizer;
        this.template = template;
        this.endTokens = endTokens;
        this.folder = folder;
        this.checks = checks;
    }

    /// Opens a folder under the name `hf:FOLDER`.
    ///
    /// @throws CheckpointException if the folder is incomplete, damaged or of a kind that the engine does
    ///     not compute
    /// @throws TemplateException if its chat template is none
    public static LocalModel open(Path folder, EngineOptions options) {
        return open("hf:" + folder, folder, options);
    }

    /// Opens a folder under a name of one's own, such as `organism:finch`.
    ///
    /// @throws CheckpointException if the folder is incomplete, damaged or of a kind that the engine does
    ///     not compute
    /// @throws TemplateException if its chat template is none
    public static LocalModel open(String name, Path folder, EngineOptions options) {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointException("There is no model folder %s".formatted(folder));
        }
        try (var weights = DecoderWeights.open(folder)) {
            return open(name, folder, weights, options);
        }
    }

    private static LocalModel open(String name, Path folder, DecoderWeights weights, EngineOptions options) {
        var config = weights.config();
        var tokenizer = Tokenizer.open(folder.resolve("tokenizer.json"));
        if (tokenizer.size() > config.vocabSize() + SPARE_TOKENS) {
            throw new CheckpointException(
                    "The tokenizer of %s has %d tokens but the model has embeddings for %d: they do not belong together"
                            .formatted(folder, tokenizer.size(), config.vocabSize()));
        }
        var template = ChatTemplate.open(folder);
        var endTokens = EndTokens.of(folder, config, tokenizer);
        var kernel = options.kernel() == EngineOptions.KernelChoice.SCALAR ? Kernel.scalar() : Kernel.best();
        var generator =
                new Generator(weights, kernel, options.workers(), options.maxBatch(), options.prefixCacheBytes());
        return new LocalModel(name, generator, tokenizer, template, endTokens, folder, options.checks());
    }

    @Override
    public String name() {
        return name;
    }

    /// `sha256:` over the weights, the config, the tokenizer and the chat template, as they lay in the
    /// folder at the first call.
    @Override
    public String fingerprint() {
        if (fingerprint.isEmpty()) {
            fingerprint = Fingerprint.of(folder);
        }
        return fingerprint;
    }

    /// Whether this very model was compared with its reference. Where [EngineOptions#checks] names no folder it is
    /// [Verification#UNVERIFIED].
    public Verification verification() {
        return checks.map(kept -> Verification.find(kept, fingerprint())).orElse(Verification.UNVERIFIED);
    }

    /// The text that the model is shown for a conversation.
    ///
    /// @throws TemplateException if the chat template refuses the messages
    public String prompt(List<ChatMessage> messages) {
        return template.render(messages, true);
    }

    /// The tokenizer of the folder.
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// What continues tokens, for those who look below the conversation.
    public Generator generator() {
        return generator;
    }

    @Override
    public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("A conversation needs at least one message.");
        }
        var start = System.nanoTime();
        var tokens = encode(messages);
        var context = generator.config().maxPositions();
        if (tokens.length >= context) {
            throw new ModelException(
                    ModelException.Kind.CONTEXT_LENGTH,
                    "The conversation is %d tokens long, but %s holds %d with the answer: shorten it."
                            .formatted(tokens.length, name, context));
        }
        var sampling = new Sampling(
                config.temperature().orElse(1),
                config.topK().orElse(0),
                config.topP().orElse(1),
                config.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong()),
                config.logprobs());
        try {
            var generation =
                    generator.generate(tokens, config.maxTokens(), sampling, endTokens, stopping(config.stop()));
            return output(generation, tokens.length, config.stop(), Duration.ofNanos(System.nanoTime() - start));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    ModelException.Kind.INTERRUPTED, "The call to %s was interrupted.".formatted(name), e);
        } catch (ArithmeticException e) {
            throw new ModelException(
                    ModelException.Kind.MALFORMED, "%s gave no answer: %s.".formatted(name, e.getMessage()), e);
        }
    }

    private int[] encode(List<ChatMessage> messages) {
        try {
            return known(tokenizer.encode(prompt(messages)));
        } catch (TemplateException e) {
            throw new ModelException(
                    ModelException.Kind.BAD_REQUEST,
                    "The chat template of %s refuses the conversation: %s.".formatted(name, e.getMessage()),
                    e);
        }
    }

    private int[] known(int[] tokens) {
        for (var token : tokens) {
            if (token >= generator.config().vocabSize()) {
                throw new ModelException(
                        ModelException.Kind.BAD_REQUEST,
                        "The conversation holds token %d, for which %s has no embedding: leave it out."
                                .formatted(token, name));
            }
        }
        return tokens;
    }

    private Predicate<List<Integer>> stopping(List<String> stop) {
        return stop.isEmpty() ? NEVER : tokens -> firstStop(tokenizer.decode(tokens), stop) >= 0;
    }

    private static int firstStop(String text, List<String> stop) {
        var first = -1;
        for (var string : stop) {
            var at = text.indexOf(string);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        return first;
    }

    private ModelOutput output(Generation generation, int promptLength, List<String> stop, Duration time) {
        var text = tokenizer.decode(generation.tokens());
        var reason = switch (generation.ending()) {
            case END_TOKEN -> StopReason.STOP;
            case STOPPED -> {
                text = text.substring(0, firstStop(text, stop));
                yield StopReason.STOP;
            }
            case MAX_TOKENS -> StopReason.MAX_TOKENS;
            case CONTEXT_FULL -> StopReason.MODEL_LENGTH;
        };
        var logprobs = new ArrayList<TokenLogprob>();
        for (var i = 0; i < generation.logProbabilities().size(); i++) {
            var token = generation.tokens().get(i);
            logprobs.add(new TokenLogprob(
                    tokenizer.decode(List.of(token)),
                    generation.logProbabilities().get(i)));
        }
        var usage = new ModelUsage(promptLength, generation.tokens().size());
        return new ModelOutput(name, text, reason, usage, time, logprobs);
    }

    /// Stops the workers; requests that are under way fail.
    @Override
    public void close() {
        generator.close();
        tokenizer.close();
    }
}
