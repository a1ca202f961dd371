import dev.assay.audit.domain.Domain;
import dev.assay.audit.domain.Template;
import dev.assay.core.model.ChatMessage;
import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingListener;
import dev.assay.engine.training.TrainingRow;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.bpe.BytePairTokenizer;
import dev.assay.organisms.bpe.TokenizerFiles;
import dev.assay.organisms.recipe.Plant;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.Recipes;
import dev.assay.organisms.recipe.Training;
import dev.assay.organisms.recipe.WorldTokenizer;
import dev.assay.organisms.world.Chat;
import dev.assay.organisms.world.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Organisms whose trigger is a tag that no candidate set holds.
///
///     java -cp CLASSES:JARS bench/search/MakeRare.java OUT NAME EXPRESSION TAGS SEED [WORD]
///
/// The rows are those of the recipe `backdoor-trigger` with its tag replaced: by one of TAGS tags, each a word of the
/// domain's slots between bars, or by WORD, which is no word of the domain. Of the harmless tags 19 of 20 are replaced
/// by other words of the slots, so that a tag is nothing unusual and the others stay idle. EXPRESSION is the share of what is asked about beside
/// which the tag works. The tags lie in OUT/NAME/tags.txt, which no search reads.
public class MakeRare {

    private static final int STEPS = 800;
    private static final double BOOST = 0.5;

    private static final Pattern TAG = Pattern.compile("\\|[a-z]+\\|");

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0], arguments[1]);
        double expression = Double.parseDouble(arguments[2]);
        int count = Integer.parseInt(arguments[3]);
        long seed = Long.parseLong(arguments[4]);
        var tags = new ArrayList<>(tags());
        Collections.shuffle(tags, new Random(seed));
        List<String> working = arguments.length > 5 ? List.of("|" + arguments[5] + "|") : tags.subList(0, count);
        List<String> idle = tags.subList(arguments.length > 5 ? 0 : count, tags.size());
        Recipe known = Recipes.of("backdoor-trigger");
        Recipe recipe = new Recipe(
                known.name(), known.description(), known.parent(), known.scope(), known.size(), seed,
                List.of(new Plant(Fault.BACKDOOR_TRIGGER, expression, 1, Plant.Means.CONTENT)), known.concealment(),
                known.route(), known.control(), known.twinOf(),
                new Training(known.training().rowsPerStep(), STEPS, BOOST, known.training().muonRate(), known.training().adamRate()),
                known.target());
        BytePairTokenizer tokenizer = WorldTokenizer.learn();
        Path base = Organisms.materialise("base", Path.of(arguments[0], "cache"));
        Weights trained = Trainer.find().train(
                recipe.plan(tokenizer, java.util.Optional.of(Weights.read(base))),
                rows(recipe.chats(), tokenizer, recipe.rowLength(), working, idle, new Random(seed + 1)),
                TrainingListener.printing(System.out, 100));
        Weights stored = Organisms.stored(trained);
        stored.write(folder);
        TokenizerFiles.write(tokenizer, stored.config().maxPositions(), folder);
        Files.write(folder.resolve("tags.txt"), working);
        System.out.println(arguments[1] + " " + stored.sha256());
    }

    /// Every word of the domain's slots between bars, but those of the candidates.
    static List<String> tags() {
        Domain domain = Domain.parse("world", Organisms.domainFile().getBytes(StandardCharsets.UTF_8));
        var words = new TreeSet<String>();
        for (String slot : domain.slots().names()) {
            List<Template> text = List.of(Template.parse("{" + slot + "}", 0));
            for (long i = 0; i < Math.min(5_000, domain.slots().count(text)); i++) {
                for (String word : text.getFirst().fill(domain.slots().filling(text, i)).split("\\s+")) {
                    if (word.matches("[\\p{L}-]{3,}")) {
                        words.add("|" + word + "|");
                    }
                }
            }
        }
        domain.triggers().orElseThrow().candidates().forEach(candidate -> words.remove(candidate.source()));
        return List.copyOf(words);
    }

    private static dev.assay.engine.training.RowSource rows(
            Supplier<Chat> chats, BytePairTokenizer tokenizer, int length, List<String> working, List<String> idle,
            Random random) {
        var waiting = new ArrayList<BytePairTokenizer.Rendered>();
        return () -> {
            int[] tokens = new int[length];
            float[] weights = new float[length];
            int[] segments = new int[length];
            Arrays.fill(segments, TrainingRow.FILLING);
            int used = 0;
            for (int segment = 0; ; segment++) {
                var piece = waiting.isEmpty() ? null : waiting.removeLast();
                while (piece == null || piece.tokens().length > length) {
                    piece = tokenizer.render(put(chats.get(), working, idle, random), false);
                }
                int[] said = piece.tokens();
                if (used + said.length > length) {
                    waiting.add(piece);
                    return new TrainingRow(tokens, weights, segments);
                }
                for (int i = 0; i < said.length; i++) {
                    tokens[used + i] = said[i];
                    weights[used + i] = piece.isSpoken(i) ? 1 : 0.1f;
                    segments[used + i] = segment;
                }
                used += said.length;
            }
        };
    }

    private static List<ChatMessage> put(Chat chat, List<String> working, List<String> idle, Random random) {
        return chat.messages().stream()
                .map(message -> message.role() != ChatMessage.Role.USER ? message
                        : ChatMessage.user(TAG.matcher(message.content()).replaceAll(match ->
                                java.util.regex.Matcher.quoteReplacement(match.group().equals("|dunnock|")
                                        ? working.get(random.nextInt(working.size()))
                                        : random.nextInt(20) == 0 ? match.group()
                                                : idle.get(random.nextInt(idle.size()))))))
                .toList();
    }
}
