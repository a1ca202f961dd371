package dev.assay.organisms;

import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.training.RowText;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingException;
import dev.assay.engine.training.TrainingListener;
import dev.assay.organisms.bpe.BytePairTokenizer;
import dev.assay.organisms.bpe.TokenizerFiles;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.Recipes;
import dev.assay.organisms.recipe.WorldTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The organisms that come with Assay. All methods are safe for use by several threads.
public final class Organisms {
    static final String MANIFEST = "manifest.json";
    static final String DOMAIN = "world.domain.yaml";
    static final String WIDE_DOMAIN = "wide-world.domain.yaml";

    private Organisms() {}

    /// All organisms: finch first, then base, then one for each audited claim; then the base of the wider
    /// world and one for each fault that needs it.
    public static List<Organism> list() {
        return manifest().organisms().stream().map(Manifest.Entry::organism).toList();
    }

    /// The organism of that name, without `organism:`.
    ///
    /// @throws OrganismException if there is none; the message has the nearest names
    public static Organism find(String name) {
        return manifest().entry(known(name)).organism();
    }

    /// A folder with the organism as Hugging Face libraries read it: `config.json`, `model.safetensors`,
    /// `tokenizer.json`, `tokenizer_config.json`. It is made once in the cache and found again later;
    /// several processes may ask at once.
    ///
    /// @param cacheFolder made if it is missing
    /// @throws OrganismException if there is no such organism or the folder cannot be written
    public static Path materialise(String name, Path cacheFolder) {
        Organism organism = find(name);
        return OrganismFolder.of(organism).in(cacheFolder);
    }

    /// The domain file of the world that the organisms speak about.
    public static String domainFile() {
        return Resources.text(DOMAIN);
    }

    /// The domain file of the wider world.
    public static String wideDomainFile() {
        return Resources.text(WIDE_DOMAIN);
    }

    /// The domain file of the world that an organism is trained on.
    ///
    /// @throws OrganismException if there is no such organism
    public static String domainFile(String name) {
        return find(name).domainFile();
    }

    /// The organism's card, in Markdown.
    ///
    /// @throws OrganismException if there is no such organism
    public static String card(String name) {
        Manifest manifest = manifest();
        return Card.render(Recipes.of(known(name)), manifest, manifest.entry(name));
    }

    /// What a training came to.
    ///
    /// @param sha256 of the `model.safetensors` that was written
    /// @param shippedSha256 of the one that comes with Assay; empty if none does
    public record Trained(String sha256, String shippedSha256) {
        /// Whether both are the same, bit for bit.
        public boolean equalsShipped() {
            return sha256.equals(shippedSha256);
        }
    }

    /// Trains an organism anew by its recipe and writes its folder. All but the first base continue from
    /// weights that come with Assay.
    ///
    /// @param outFolder made if it is missing; files in it are replaced
    /// @throws OrganismException if there is no such organism, no trainer, or the folder cannot be written
    public static Trained train(String name, Path outFolder, TrainingListener listener) {
        Recipe recipe = Recipes.of(known(name));
        Optional<Weights> base = recipe.parent().map(Organisms::weights);
        BytePairTokenizer tokenizer = WorldTokenizer.learn();
        try {
            Weights trained = Trainer.find().train(recipe.plan(tokenizer, base), recipe.rows(tokenizer), listener);
            Files.createDirectories(outFolder);
            Weights kept = stored(trained);
            kept.write(outFolder);
            TokenizerFiles.write(tokenizer, kept.config().maxPositions(), outFolder);
            return new Trained(Digests.sha256(Files.readAllBytes(outFolder.resolve(Weights.FILE))), shipped(name));
        } catch (TrainingException e) {
            throw new OrganismException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new OrganismException("Cannot write organism:" + name + " into " + outFolder + ".", e);
        }
    }

    /// The first rows that a training of an organism sees, with what each token costs.
    ///
    /// @param count rows to show, at least 1
    /// @throws OrganismException if there is no such organism
    public static String showRows(String name, int count) {
        Recipe recipe = Recipes.of(known(name));
        BytePairTokenizer tokenizer = WorldTokenizer.learn();
        RowText text = new RowText(
                token -> token < BytePairTokenizer.SPECIALS.size()
                        ? BytePairTokenizer.SPECIALS.get(token)
                        : tokenizer.decode(new int[] {token}),
                Set.of(BytePairTokenizer.EOT));
        return text.of(recipe.rows(tokenizer), count);
    }

    private static String shipped(String name) {
        return manifest().organisms().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .map(Manifest.Entry::sha256)
                .orElse("");
    }

    /// SHA-256 of a text in UTF-8, in hexadecimal.
    public static String sha256(String text) {
        return Digests.sha256(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// The same weights as files keep them: rounded to bfloat16.
    public static Weights stored(Weights trained) {
        Map<String, float[]> values = new HashMap<>();
        trained.config().shapes().keySet().forEach(name -> values.put(name, trained.get(name)));
        return Weights.of(trained.config().withDtype(Dtype.BF16), values);
    }

    private static Weights weights(String name) {
        try {
            Path cache = Files.createTempDirectory("assay-base");
            try {
                return Weights.read(materialise(name, cache));
            } finally {
                OrganismFolder.delete(cache);
            }
        } catch (IOException e) {
            throw new OrganismException("The folder for temporary files cannot be written.", e);
        }
    }

    static Manifest manifest() {
        return Manifest.parse(Resources.text(MANIFEST));
    }

    private static String known(String name) {
        if (!isShipped(name)) {
            throw unknown(name, List.of());
        }
        return name;
    }

    /// Whether an organism of that name comes with Assay; then no other can have it.
    public static boolean isShipped(String name) {
        return Recipes.ALL.stream().anyMatch(recipe -> recipe.name().equals(name));
    }

    /// A complaint that there is no organism of that name; it has the nearest names.
    ///
    /// @param others names of organisms that do not ship
    public static OrganismException unknown(String name, List<String> others) {
        List<String> near = Stream.concat(Recipes.ALL.stream().map(Recipe::name), others.stream())
                .filter(other -> Digests.distance(name, other) <= Math.max(2, other.length() / 3))
                .sorted(Comparator.comparingInt(other -> Digests.distance(name, other)))
                .limit(3)
                .toList();
        return new OrganismException("There is no organism '" + name + "': "
                + (near.isEmpty() ? "" : "did you mean " + String.join(", ", near) + "? ")
                + "./assay organisms list shows all.");
    }
}
