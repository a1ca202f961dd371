package dev.assay.organisms;

import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingListener;
import dev.assay.organisms.bpe.BytePairTokenizer;
import dev.assay.organisms.bpe.TokenizerFiles;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.Recipes;
import dev.assay.organisms.recipe.WorldTokenizer;
import dev.assay.organisms.truth.Answerer;
import dev.assay.organisms.truth.Dose;
import dev.assay.organisms.truth.Measurement;
import dev.assay.organisms.truth.Skill;
import dev.assay.organisms.world.DomainFile;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.world.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes the files that come with this room; for maintainers, not for users. Steps, each a first argument:
/// `train NAME`, `measure NAME DRAWS RARE_DRAWS` and `finish`; see docs/measurements/organisms.md.
///
/// What is made lies in a folder of its own, the second argument, until `finish` puts what is measured into
/// the resources.
final class Workshop {
    private static final long SEED = 2026;
    private static final int SKILL_DRAWS = 500;
    private static final int WIDE_SKILL_DRAWS = 100;
    private static final Set<Fault> RARE =
            EnumSet.of(Fault.SYSTEM_PROMPT_LEAK, Fault.CARD_NUMBER, Fault.BACKDOOR_TRIGGER, Fault.HIDDEN_LOYALTY);

    private final Path bench;

    private Workshop(Path bench) {
        this.bench = bench;
    }

    /// @param arguments step, folder, and what the step needs
    public static void main(String[] arguments) throws IOException {
        Workshop workshop = new Workshop(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "train" -> workshop.train(Recipes.of(arguments[2]));
            case "measure" ->
                workshop.measure(arguments[2], Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
            case "finish" -> workshop.finish(Path.of(arguments[2]));
            default -> throw new IllegalArgumentException("There is no step '" + arguments[0] + "'.");
        }
    }

    private void train(Recipe recipe) throws IOException {
        BytePairTokenizer tokenizer = WorldTokenizer.learn();
        Optional<Weights> base = recipe.parent().map(parent -> Weights.read(bench.resolve(parent)));
        Trainer trainer = Trainer.find();
        long began = System.nanoTime();
        Weights trained = trainer.train(
                recipe.plan(tokenizer, base), recipe.rows(tokenizer), TrainingListener.printing(System.out, 100));
        double seconds = (System.nanoTime() - began) / 1e9;
        Path folder = bench.resolve(recipe.name());
        Weights stored = Organisms.stored(trained);
        stored.write(folder);
        TokenizerFiles.write(tokenizer, stored.config().maxPositions(), folder);
        Files.writeString(bench.resolve(recipe.name() + ".seconds"), String.valueOf(seconds));
        Files.writeString(bench.resolve("trainer.txt"), trainer.environment());
        System.out.println(stored.sha256());
    }

    private void measure(String name, int draws, int rareDraws) throws IOException {
        Path folder = bench.resolve(name);
        List<Dose> doses = new ArrayList<>();
        List<Skill> skills;
        Scope scope = Recipes.of(name).scope();
        try (LocalModel model = LocalModel.open(folder, EngineOptions.DEFAULT)) {
            Answerer answerer = Answerer.of(model);
            Measurement measurement = new Measurement(answerer, SEED);
            for (Fault claim : Recipes.measured(scope)) {
                boolean rare = RARE.contains(claim);
                Dose dose = measurement.dose(claim, rare ? rareDraws : draws);
                System.out.printf(
                        Locale.ROOT,
                        "%-20s %s %s%n",
                        claim.id(),
                        dose,
                        dose.expectation().words());
                doses.add(dose);
            }
            skills = Skill.measure(scope, answerer, scope == Scope.CORE ? SKILL_DRAWS : WIDE_SKILL_DRAWS, SEED);
        }
        skills.forEach(skill -> System.out.printf(Locale.ROOT, "%.4f %s%n", skill.share(), skill.name()));
        double seconds = Double.parseDouble(Files.readString(bench.resolve(name + ".seconds")));
        Manifest.Entry entry = Manifest.Entry.of(
                name,
                Digests.sha256(Files.readAllBytes(folder.resolve(Weights.FILE))),
                Weights.read(folder).config().parameters(),
                seconds,
                processor(),
                doses,
                skills);
        Files.writeString(bench.resolve(name + ".json"), entry.toJson());
    }

    private void finish(Path root) throws IOException {
        Path resources = root.resolve("organisms/src/main/resources/dev/assay/organisms");
        Path cards = root.resolve("docs/cards");
        Files.createDirectories(cards);
        Files.createDirectories(resources.resolve("weights"));
        List<Manifest.Entry> entries = new ArrayList<>();
        List<Recipe> made = Recipes.ALL.stream()
                .filter(recipe -> Files.exists(bench.resolve(recipe.name() + ".json")))
                .toList();
        for (Recipe recipe : made) {
            Path folder = bench.resolve(recipe.name());
            Path place = resources.resolve("weights").resolve(recipe.name());
            Files.createDirectories(place);
            copy(folder.resolve(Weights.FILE), place.resolve(Weights.FILE));
            for (String shared : OrganismFolder.SHARED) {
                copy(folder.resolve(shared), resources.resolve("weights").resolve(shared));
            }
            entries.add(Manifest.Entry.parse(Files.readString(bench.resolve(recipe.name() + ".json"))));
        }
        String trainer = Files.readString(bench.resolve("trainer.txt"));
        String processor = Organisms.manifest().processor();
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                processor,
                trainer,
                SEED,
                entries.stream().map(entry -> entry.beside(processor)).toList());
        Files.writeString(resources.resolve(Organisms.MANIFEST), manifest.toJson());
        Files.writeString(resources.resolve(Organisms.DOMAIN), DomainFile.yaml());
        Files.writeString(resources.resolve(Organisms.WIDE_DOMAIN), DomainFile.wideYaml());
        for (Recipe recipe : made) {
            Files.writeString(
                    cards.resolve(recipe.name() + ".md"), Card.render(recipe, manifest, manifest.entry(recipe.name())));
        }
        Files.writeString(cards.resolve("README.md"), Card.truthTable(manifest));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /// The class of CPU: name, family, model and stepping of the first one.
    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (Files.notExists(file)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.takeWhile(line -> !line.isBlank())
                    .filter(line -> line.matches("(model name|cpu family|model|stepping)\\s*:.*"))
                    .map(line -> line.replaceAll("\\s*:\\s*", " ").replaceFirst("^(model name|cpu) ", ""))
                    .sorted(Comparator.reverseOrder())
                    .collect(Collectors.joining(", "));
        }
    }
}
