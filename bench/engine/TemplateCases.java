import dev.assay.engine.template.ChatTemplate;
import dev.assay.engine.template.TemplateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Our interpreter of chat templates against transformers, on the cases that template_cases.py made.
///
///     java -cp CLASSES:JARS bench/engine/TemplateCases.java CASES.jsonl [HOW_MANY_TO_SHOW]
///
/// A case agrees if both give the same text, or both refuse, and where the template itself refuses by raise_exception
/// both say the same. Prints how many agree, and the first that do not.
public class TemplateCases {

    private static final LocalDateTime NOW = LocalDateTime.of(2025, 3, 9, 14, 5, 6);
    private static final Map<String, String> TOKENS =
            Map.of("bos_token", "<s>", "eos_token", "</s>", "pad_token", "<pad>", "unk_token", "<unk>");

    private static final Map<Path, ChatTemplate> TEMPLATES = new HashMap<>();

    /// What came out, or what the refusal says.
    private record Outcome(String text, boolean refused) {}

    public static void main(String[] arguments) throws Exception {
        var shown = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        var json = JsonMapper.shared();
        var cases = 0;
        var agreed = 0;
        var refusals = 0;
        var worst = new TreeMap<String, Integer>();
        var nanos = 0L;
        try (var lines = Files.newBufferedReader(Path.of(arguments[0]))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var given = json.readTree(line);
                var path = Path.of(given.path("template").asString());
                var start = System.nanoTime();
                var outcome = render(path, (ObjectNode) given.path("variables"));
                nanos += System.nanoTime() - start;
                cases++;
                var refuses = given.has("error");
                var same = outcome.refused() == refuses
                        && (refuses
                                ? !given.path("raised").asBoolean() || outcome.text().equals(given.path("said").asString())
                                : outcome.text().equals(given.path("text").asString()));
                refusals += refuses ? 1 : 0;
                agreed += same ? 1 : 0;
                if (!same) {
                    worst.merge(path.getFileName().toString(), 1, Integer::sum);
                    if (shown-- > 0) {
                        System.out.println("--- " + path.getFileName() + " / " + given.path("name").asString() + " prompt "
                                + given.path("variables").path("add_generation_prompt"));
                        System.out.println("transformers: " + given.path(refuses ? "error" : "text"));
                        System.out.println("ours:         " + (outcome.refused() ? "refused: " : "")
                                + json.writeValueAsString(outcome.text()));
                    }
                }
            }
        }
        System.out.println("differ: " + worst);
        System.out.printf("%d templates, %d cases, %d of them refused by transformers, %d agree (%.3f %%), %.1f us a rendering%n",
                TEMPLATES.size(), cases, refusals, agreed, 100.0 * agreed / cases, nanos / 1e3 / cases);
    }

    private static Outcome render(Path path, ObjectNode variables) throws Exception {
        try {
            var template = TEMPLATES.get(path);
            if (template == null) {
                template = ChatTemplate.of(Files.readString(path), TOKENS);
                TEMPLATES.put(path, template);
            }
            return new Outcome(template.render(variables, NOW).text(), false);
        } catch (TemplateException e) {
            return new Outcome(e.getMessage(), true);
        }
    }
}
