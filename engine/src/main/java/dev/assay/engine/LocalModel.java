package dev.assay.engine;

import dev.assay.core.model.Capability;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelDelta;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.OpenWeights;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.check.Verification;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.decoder.BackendProvider;
import dev.assay.engine.decoder.Generation;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.decoder.GradientBackend;
import dev.assay.engine.decoder.Sampling;
import dev.assay.engine.hooks.ActivationSink;
import dev.assay.engine.hooks.Activations;
import dev.assay.engine.hooks.Gradients;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.ViewFile;
import dev.assay.engine.kernel.Kernel;
import dev.assay.engine.template.ChatTemplate;
import dev.assay.engine.template.TemplateException;
import dev.assay.engine.template.TemplateInput;
import dev.assay.engine.tokenizer.Spelling;
import dev.assay.engine.tokenizer.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A model folder in Hugging Face's format (`config.json`, `model.safetensors`, `tokenizer.json`, a chat
/// template) that answers on this machine, in plain Java or on libtorch. Any number of threads may ask at
/// once; their requests are computed together.
///
/// The answer to a request is a function of its messages and its settings: the same whatever runs beside
/// it, on whichever kernel, with any [EngineOptions]; on libtorch up to the rounding of floats.
public final class LocalModel implements OpenModel {

    /// Tokens that a tokenizer may have beyond the embeddings: Gemma 3's has one for images, which its text
    /// models lack.
    private static final int SPARE_TOKENS = 16;

    private final String name;
    private final Generator generator;
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final Set<Integer> endTokens;
    private final OpenedFolder folder;
    private final Optional<Path> checks;
    private final List<Intervention> interventions;
    private final LocalModel base;
    private volatile String fingerprint = "";
    private volatile @Nullable Spelling spelling;
    private Optional<Generator> differentiable = Optional.empty();
    private boolean closed;

    private LocalModel(
            String name,
            Generator generator,
            Tokenizer tokenizer,
            ChatTemplate template,
            Set<Integer> endTokens,
            OpenedFolder folder,
            Optional<Path> checks) {
        this.name = name;
        this.generator = generator;
        this.tokenizer = tokenizer;
        this.template = template;
        this.endTokens = endTokens;
        this.folder = folder;
        this.checks = checks;
        interventions = List.of();
        base = this;
    }

    private LocalModel(LocalModel base, List<Intervention> interventions) {
        name = base.name + "+view:" + ViewFile.digest(interventions).substring(0, 12);
        generator = base.generator.view(interventions);
        tokenizer = base.tokenizer;
        template = base.template;
        endTokens = base.endTokens;
        folder = base.folder;
        checks = base.checks;
        this.interventions = List.copyOf(interventions);
        this.base = base;
    }

    /// Opens a folder under the name `hf:FOLDER`.
    ///
    /// @throws CheckpointException if the folder is incomplete, damaged or of a kind that the engine does
    ///     not compute
    /// @throws TemplateException if its chat template is none
    /// @throws dev.assay.engine.decoder.BackendException if libtorch is asked for and is not there
    public static LocalModel open(Path folder, EngineOptions options) {
        return open("hf:" + folder, folder, options);
    }

    /// Opens a folder under a name of one's own, such as `organism:finch`.
    ///
    /// @throws CheckpointException if the folder is incomplete, damaged or of a kind that the engine does
    ///     not compute
    /// @throws TemplateException if its chat template is none
    /// @throws dev.assay.engine.decoder.BackendException if libtorch is asked for and is not there
    public static LocalModel open(String name, Path folder, EngineOptions options) {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointException("There is no model folder %s".formatted(folder));
        }
        var opened = OpenedFolder.of(folder);
        try (var weights = DecoderWeights.open(folder)) {
            return open(name, opened, weights, options);
        }
    }

    private static LocalModel open(String name, OpenedFolder opened, DecoderWeights weights, EngineOptions options) {
        var folder = opened.path();
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
        var generator = switch (options.decoder()) {
            case JAVA ->
                new Generator(weights, kernel, options.workers(), options.maxBatch(), options.prefixCacheBytes());
            case LIBTORCH, LIBTORCH_AS_STORED ->
                new Generator(
                        libtorch(folder, options.decoder()),
                        options.workers(),
                        options.maxBatch(),
                        options.prefixCacheBytes());
        };
        return new LocalModel(name, generator, tokenizer, template, endTokens, opened, options.checks());
    }

    private static GradientBackend libtorch(Path folder, EngineOptions.DecoderChoice choice) {
        return BackendProvider.require("Models that are opened on it")
                .open(
                        DecoderWeights.open(folder),
                        choice == EngineOptions.DecoderChoice.LIBTORCH_AS_STORED
                                ? BackendProvider.Precision.AS_STORED
                                : BackendProvider.Precision.FLOAT32);
    }

    /// What computes gradients: the generator itself, or for plain Java a second one that is opened at the
    /// first call and closed with the base.
    private Generator differentiating() {
        if (generator.hasGradients()) {
            return generator;
        }
        var opened = base.differentiable();
        return base == this ? opened : opened.view(interventions);
    }

    private synchronized Generator differentiable() {
        if (closed) {
            throw new IllegalStateException("The model is closed.");
        }
        if (differentiable.isEmpty()) {
            var provider = BackendProvider.require("Gradients");
            folder.requireUnchanged();
            var backend = provider.open(DecoderWeights.open(folder.path()), BackendProvider.Precision.FLOAT32);
            differentiable = Optional.of(new Generator(backend, 1, 1, 0));
        }
        return differentiable.get();
    }

    @Override
    public Gradients gradients(List<Loss> losses, List<Site> sites, List<int[]> prompts) {
        return differentiating().gradients(name, losses, sites, prompts);
    }

    @Override
    public float[][] tokenGradients(int[] prompt, int... continuation) {
        return differentiating().tokenGradients(prompt, continuation);
    }

    @Override
    public Optional<OpenWeights> openWeights() {
        return Optional.of(new LocalWeights(this));
    }

    @Override
    public String name() {
        return name;
    }

    /// `sha256:` over the weights, the config, the tokenizer and the chat template. That of
    /// a view is its base's, `+view:sha256:` and the digest of its interventions.
    ///
    /// @throws CheckpointException if the files were changed between the opening and the first call
    @Override
    public String fingerprint() {
        if (fingerprint.isEmpty()) {
            fingerprint = base == this
                    ? folder.fingerprint()
                    : base.fingerprint() + "+view:sha256:" + ViewFile.digest(interventions);
        }
        return fingerprint;
    }

    @Override
    public DecoderConfig shape() {
        return generator.config();
    }

    @Override
    public List<Intervention> interventions() {
        return interventions;
    }

    @Override
    public LocalModel base() {
        return base;
    }

    @Override
    public LocalModel with(List<Intervention> more) {
        var all = Stream.concat(interventions.stream(), more.stream()).toList();
        return more.isEmpty() ? this : new LocalModel(base, all);
    }

    @Override
    public LocalModel view(Path file) {
        return (LocalModel) OpenModel.super.view(file); // made by with(List), which gives a LocalModel
    }

    @Override
    public int[] tokens(String question) {
        return encode(TemplateInput.of(List.of(ChatMessage.user(question))));
    }

    @Override
    public Activations captureTokens(List<Site> sites, List<int[]> prompts, Positions positions) {
        return generator.capture(name, sites, prompts, positions);
    }

    @Override
    public void captureTokens(List<Site> sites, List<int[]> prompts, Positions positions, ActivationSink sink) {
        generator.capture(sites, prompts, positions, sink);
    }

    @Override
    public void captureTokens(List<Site> sites, List<int[]> prompts, Positions positions, Path file) {
        generator.capture(name, sites, prompts, positions, file);
    }

    /// Whether this very model was compared with its reference. Where [EngineOptions#checks] names no
    /// folder it is [Verification#UNVERIFIED]. A view computes something else than its base and has no
    /// reference: it is unverified, and its sentence says how its base stands.
    public Verification verification() {
        var ofBase =
                checks.map(kept -> Verification.find(kept, base.fingerprint())).orElse(Verification.UNVERIFIED);
        return base == this ? ofBase : ofBase.ofView();
    }

    /// What a plain model can do, alternatives and streaming; and tools where its chat template has them.
    @Override
    public Set<Capability> capabilities() {
        var all = EnumSet.copyOf(Capability.OF_PLAIN_MODELS);
        all.add(Capability.TOP_LOGPROBS);
        all.add(Capability.STREAMING);
        if (template.uses("tools")) {
            all.add(Capability.TOOLS);
        }
        return Set.copyOf(all);
    }

    /// The text that the model is shown for a conversation.
    ///
    /// @throws TemplateException if the chat template refuses the messages
    public String prompt(List<ChatMessage> messages) {
        return template.render(messages, true);
    }

    /// The chat template of the folder.
    public ChatTemplate template() {
        return template;
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
        return generate(ModelRequest.of(messages, config));
    }

    @Override
    public ModelOutput generate(ModelRequest request) {
        return answer(request, (_, _) -> true);
    }

    /// Tool calls are told when they are whole; where tools are offered, so is the text.
    @Override
    public ModelOutput stream(ModelRequest request, Consumer<ModelDelta> listener) {
        var pieces = new Pieces();
        var output = pieces.handOver(
                hearing -> answer(request, request.tools().isEmpty() ? hearing : (_, _) -> true),
                piece -> listener.accept(new ModelDelta(ModelDelta.Kind.TEXT, piece)));
        if (!request.tools().isEmpty()) {
            if (!output.completion().isEmpty()) {
                listener.accept(new ModelDelta(ModelDelta.Kind.TEXT, output.completion()));
            }
            output.message()
                    .toolCalls()
                    .forEach(call -> listener.accept(new ModelDelta(ModelDelta.Kind.TOOL_ARGUMENTS, call.arguments())));
        }
        return output;
    }

    private ModelOutput answer(ModelRequest request, Continuation.Listener listener) {
        var lacking = EnumSet.noneOf(Capability.class);
        lacking.addAll(request.needs());
        lacking.removeAll(capabilities());
        lacking.remove(Capability.SYSTEM_MESSAGES);
        if (!lacking.isEmpty() || request.toolChoice() != ToolChoice.AUTO && request.toolChoice() != ToolChoice.NONE) {
            request.requireSupportedBy(this);
            throw new ModelException(
                    ModelException.Kind.UNSUPPORTED,
                    "%s cannot be made to call a tool: leave the choice to it.".formatted(name));
        }
        var start = System.nanoTime();
        var config = request.config();
        var tools = request.toolChoice() == ToolChoice.NONE ? List.<ToolInfo>of() : request.tools();
        var tokens = encode(TemplateInput.of(request).withTools(tools));
        requireRoom(tokens);
        var sampling = new Sampling(
                config.temperature().orElse(1),
                config.topK().orElse(0),
                config.topP().orElse(1),
                config.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong()),
                config.logprobs(),
                0,
                config.topLogprobs());
        try {
            var continuation = continueFrom(
                    tokens, new Continuation.Settings(sampling, config.maxTokens(), config.stop()), listener);
            var calls = ToolCallText.parse(
                    continuation.text(), tools.stream().map(ToolInfo::name).toList());
            return new ModelOutput(
                    name,
                    ChatMessage.assistant(
                            calls.content().isEmpty() ? List.of() : List.of(new Content.Text(calls.content())),
                            calls.calls()),
                    calls.calls().isEmpty() ? continuation.stopReason() : StopReason.TOOL_CALLS,
                    new ModelUsage(tokens.length, continuation.tokens()),
                    Duration.ofNanos(System.nanoTime() - start),
                    continuation.logprobs(),
                    Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    ModelException.Kind.INTERRUPTED, "The call to %s was interrupted.".formatted(name), e);
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    ModelException.Kind.BAD_REQUEST, "%s cannot answer this: %s.".formatted(name, e.getMessage()), e);
        } catch (ArithmeticException e) {
            throw new ModelException(
                    ModelException.Kind.MALFORMED, "%s gave no answer: %s.".formatted(name, e.getMessage()), e);
        }
    }

    /// The tokens of what a chat template makes.
    ///
    /// @throws ModelException `BAD_REQUEST` if the template refuses
    public int[] encode(TemplateInput input) {
        try {
            return known(tokenizer.encode(template.render(input).text()));
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

    /// Refuses a prompt that leaves no room for an answer.
    ///
    /// @throws ModelException `CONTEXT_LENGTH`
    public void requireRoom(int[] prompt) {
        var context = generator.config().maxPositions();
        if (prompt.length >= context) {
            throw new ModelException(
                    ModelException.Kind.CONTEXT_LENGTH,
                    "The conversation is %d tokens long, but %s holds %d with the answer: shorten it."
                            .formatted(prompt.length, name, context));
        }
    }

    /// Goes on after a prompt, and tells the text as it comes.
    ///
    /// @param prompt at least one token and fewer than the context holds
    /// @throws IllegalArgumentException if the prompt is empty, too long, or holds a token that the model
    ///     lacks
    /// @throws ArithmeticException if the model computes something that is no number
    /// @throws InterruptedException if the calling thread is interrupted; the request is then dropped
    public Continuation continueFrom(int[] prompt, Continuation.Settings settings, Continuation.Listener listener)
            throws InterruptedException {
        if (!settings.choices().isEmpty()) {
            return choose(prompt, settings, listener);
        }
        var hearing = new Hearing(tokenizer, prompt, settings.stop(), listener);
        var generation =
                generator.generate(prompt, settings.maxTokens(), settings.sampling(), endTokens, hearing::endsAfter);
        var text = hearing.finish(generation);
        return continuation(text, generation, hearing);
    }

    private static Continuation continuation(String text, Generation generation, Hearing hearing) {
        var reason = switch (generation.ending()) {
            case END_TOKEN, STOPPED -> StopReason.STOP;
            case MAX_TOKENS -> StopReason.MAX_TOKENS;
            case CONTEXT_FULL -> StopReason.MODEL_LENGTH;
        };
        return new Continuation(
                text, reason, generation.tokens().size(), generation.reused(), hearing.logprobs(generation, 0));
    }

    /// One of several texts: told whole, for which one it is may be open until its end.
    private Continuation choose(int[] prompt, Continuation.Settings settings, Continuation.Listener listener)
            throws InterruptedException {
        var choices = choices(settings.choices());
        var generation = generator.generate(
                prompt, settings.maxTokens(), settings.sampling(), endTokens, (_, _, _) -> false, Optional.of(choices));
        var text = choices.text(generation.tokens());
        var hearing = new Hearing(tokenizer, prompt, List.of(), listener);
        listener.heard(text, hearing.logprobs(generation, 0));
        return continuation(text, generation, hearing);
    }

    private Choices choices(List<String> texts) {
        return new Choices(texts, tokenizer, spelling(), !endTokens.isEmpty());
    }

    /// Refuses texts that an answer cannot be held to.
    ///
    /// @throws IllegalArgumentException if there are none or too many, one is empty, too long or named
    ///     twice, one cannot be spelled with the model's tokens, or one begins another and the model
    ///     cannot end an answer
    public void requireChoices(List<String> texts) {
        choices(texts);
    }

    private Spelling spelling() {
        var known = base.spelling;
        if (known == null) {
            base.spelling = known = new Spelling(tokenizer, generator.config().vocabSize());
        }
        return known;
    }

    /// How likely each of several texts is to come next: the natural logarithm of the probability of its
    /// tokens, as the tokenizer makes them of the text alone, after the prompt. Other spellings of the
    /// same text are not counted, nor is the end of the answer.
    ///
    /// @param prompt at least one token
    /// @param texts at least one, none empty
    /// @return one number a text, at most 0
    /// @throws IllegalArgumentException if a text is empty, or with the prompt longer than the context
    /// @throws InterruptedException if the calling thread is interrupted
    public List<Double> logProbabilities(int[] prompt, List<String> texts) throws InterruptedException {
        var all = new ArrayList<Double>();
        for (var text : texts) {
            var tokens = tokenizer.encode(text);
            if (tokens.length == 0) {
                throw new IllegalArgumentException("a text that is to be weighed must not be empty");
            }
            var whole = Arrays.copyOf(prompt, prompt.length + tokens.length);
            System.arraycopy(tokens, 0, whole, prompt.length, tokens.length);
            all.add(Arrays.stream(generator.logProbabilities(whole, prompt.length))
                    .sum());
        }
        return List.copyOf(all);
    }

    /// Stops the workers; requests that are under way fail, those of views too. Closing a view does
    /// nothing.
    @Override
    public void close() {
        if (base == this) {
            closeGradients();
            generator.close();
            tokenizer.close();
        }
    }

    private synchronized void closeGradients() {
        closed = true;
        differentiable.ifPresent(Generator::close);
        differentiable = Optional.empty();
    }
}
