import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionCreateParams;
import java.util.concurrent.atomic.AtomicLong;

/// OpenAI's Java client, unchanged, against ./assay serve.
///
///     java -cp JARS bench/serve/OpenAiJavaClient.java http://127.0.0.1:8000/v1 finch
///
/// JARS: com.openai:openai-java with what it stands on, as `mvn dependency:build-classpath -f bench/serve/pom.xml` tells.
public class OpenAiJavaClient {

    public static void main(String[] arguments) {
        var model = arguments[1];
        var client = OpenAIOkHttpClient.builder().baseUrl(arguments[0]).apiKey("none").maxRetries(0).build();
        check(client.models().list().data().stream().anyMatch(each -> each.id().equals(model)), "the model is listed");

        var question = ChatCompletionCreateParams.builder()
                .model(model)
                .addSystemMessage("Be brief.")
                .addUserMessage("What is the colour of iron?")
                .temperature(0.0)
                .maxCompletionTokens(24)
                .logprobs(true)
                .topLogprobs(2)
                .build();
        var answer = client.chat().completions().create(question);
        var text = answer.choices().getFirst().message().content().orElse("");
        check(!text.isEmpty(), "there is an answer");
        check(answer.choices().getFirst().logprobs().orElseThrow().content().orElseThrow().size()
                == answer.usage().orElseThrow().completionTokens(), "one log-probability a token");

        var streamed = new StringBuilder();
        var tokens = new AtomicLong();
        var streaming = question.toBuilder()
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        try (var stream = client.chat().completions().createStreaming(streaming)) {
            stream.stream().forEach(chunk -> {
                chunk.choices().forEach(choice -> choice.delta().content().ifPresent(streamed::append));
                chunk.usage().ifPresent(usage -> tokens.set(usage.completionTokens()));
            });
        }
        check(streamed.toString().equals(text), "the stream says the same");
        check(tokens.get() == answer.usage().orElseThrow().completionTokens(), "the stream counts the same");

        var written = client.completions().create(CompletionCreateParams.builder()
                .model(model)
                .prompt("The")
                .maxTokens(6)
                .temperature(0.0)
                .build());
        check(!written.choices().getFirst().text().isEmpty(), "a completion");

        try {
            client.chat().completions().create(question.toBuilder().model("gpt-9").build());
            check(false, "an unknown model is refused");
        } catch (NotFoundException e) {
            check(e.getMessage().contains("gpt-9"), "the refusal names the model");
        }
        try {
            client.chat().completions().create(question.toBuilder().frequencyPenalty(1.0).build());
            check(false, "a penalty is refused");
        } catch (BadRequestException e) {
            check(e.param().orElse("").equals("frequency_penalty"), "the refusal names the field");
        }
        System.out.println("openai-java: all calls answered, all refusals as they should be; it said '" + text + "'");
        System.exit(0); // the client keeps a thread
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }
}
