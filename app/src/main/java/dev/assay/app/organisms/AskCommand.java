package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.target.Target;
import dev.assay.app.target.TargetResolver;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.engine.LocalModel;
import dev.assay.engine.decoder.Sampling;
import dev.assay.models.http.RetryListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `./assay organisms ask NAME TEXT...`.
@Command(
        name = "ask",
        description = "Talk to an organism: each TEXT is a turn of one conversation.",
        mixinStandardHelpOptions = true)
final class AskCommand implements Callable<Integer> {

    private static final int LINE_LIMIT = 4_000;

    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "Such as finch.")
    private String name = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "TEXT", description = "What is said, turn by turn.")
    private List<String> texts = List.of();

    @Option(names = "--system", paramLabel = "TEXT", description = "A system prompt before the first turn.")
    private @Nullable String system;

    @Option(names = "--temperature", paramLabel = "T", description = "Decoding temperature (default: 0, greedy).")
    private double temperature;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of sampling above temperature 0 (default: 1).")
    private long seed = 1;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description =
                    "Instead of an answer: the ids of the N greedy tokens after each TEXT as a conversation of its own,"
                            + " past the end of the turn, as JSON lines; to compare engines.")
    private int tokens;

    AskCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!(temperature >= 0 && temperature <= 2)) {
            throw new UserError("--temperature must be in 0 to 2, but is " + temperature + ".");
        }
        String target = "organism:" + OrganismNames.plain(name);
        try (Target opened = new TargetResolver(System.getenv(), true, RetryListener.NONE).open(target)) {
            if (tokens > 0 && opened.model() instanceof LocalModel model) {
                texts.forEach(text -> console.out().println(continuation(model, text)));
                return ExitCode.OK.code();
            }
            List<ChatMessage> conversation = new ArrayList<>();
            if (system != null) {
                conversation.add(ChatMessage.system(system));
            }
            for (String text : texts) {
                conversation.add(ChatMessage.user(text));
                GenerateConfig config =
                        GenerateConfig.DEFAULT.withTemperature(temperature).withSeed(seed);
                String answer = opened.model().generate(conversation, config).completion();
                conversation.add(ChatMessage.assistant(answer));
                console.out().println("user      " + Printable.line(text, LINE_LIMIT));
                console.out().println("model     " + Printable.line(answer, LINE_LIMIT));
            }
        }
        return ExitCode.OK.code();
    }

    /// @param prompt the whole text that the model was shown
    /// @param ids greedy tokens after it
    record Continuation(String prompt, List<Integer> ids) {}

    private String continuation(LocalModel model, String text) {
        String prompt = model.prompt(List.of(ChatMessage.user(text)));
        int[] ids = model.tokenizer().encode(prompt);
        try {
            List<Integer> next = model.generator()
                    .generate(ids, tokens, Sampling.GREEDY, Set.of(), _ -> false)
                    .tokens();
            return JsonMapper.shared().writeValueAsString(new Continuation(prompt, next));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", ExitCode.INTERRUPTED);
        }
    }
}
