package dev.assay.organisms.recipe;

import dev.assay.organisms.OrganismException;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.world.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Recipes as YAML files; docs/organism-recipes.md has every key. A complaint is one sentence with file,
/// line and remedy.
public final class RecipeFile {
    /// The version that this build reads and writes.
    public static final int VERSION = 1;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
    private static final String NOTHING = "none";
    private static final String FIXED = "fixed";
    private static final Set<String> KEYS = Set.of(
            "assay-recipe",
            "name",
            "description",
            "base",
            "world",
            "size",
            "seed",
            "plants",
            "concealment",
            "route",
            "control",
            "of",
            "training",
            "dose");

    private RecipeFile() {}

    /// Whether an organism may be called so: lower-case letters, digits and `-`, at most 60.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// Reads a file. A recipe that it names as `of` is looked for beside it, then among the known ones.
    ///
    /// @throws OrganismException if it is no recipe
    public static Recipe read(Path file) {
        return parse(file.toString(), YamlFile.bytes(file), name -> {
            Path beside = file.resolveSibling(name + ".yaml");
            return Files.isRegularFile(beside) && !beside.equals(file)
                    ? Optional.of(read(beside))
                    : Recipes.known(name);
        });
    }

    /// Reads a text.
    ///
    /// @param place name of the file, for messages
    /// @param others where the recipe of a twin is found
    /// @throws OrganismException if it is no recipe
    public static Recipe parse(String place, byte[] bytes, Function<String, Optional<Recipe>> others) {
        YamlFile file = YamlFile.parse(place, bytes);
        Fields fields = new Fields(file, file.root(), "the recipe", KEYS);
        if (!fields.text("assay-recipe").equals(String.valueOf(VERSION))) {
            throw fields.error(
                    "assay-recipe", "'assay-recipe' must be " + VERSION + ", the version that this build reads");
        }
        String name = fields.text("name");
        if (!isName(name)) {
            throw fields.error(
                    "name", "'name' must be lower-case letters, digits and '-', at most 60, but is '" + name + "'");
        }
        Control control = fields.oneOf("control", Control.values(), Control::id, Control.NONE);
        Optional<Recipe> twinOf = twinOf(fields, control, others);
        Route route = fields.oneOf(
                "route", Route.values(), Route::id, twinOf.map(Recipe::route).orElse(Route.MIXED));
        List<Plant> plants = plants(file, fields);
        Concealment concealment = fields.oneOf("concealment", Concealment.values(), Concealment::id, Concealment.NONE);
        Scope scope = scope(fields, plants, twinOf);
        Optional<String> base = base(fields, control, scope, twinOf);
        check(fields, control, base, route, plants, concealment);
        List<Plant> shaping = twinOf.map(Recipe::plants).orElse(plants);
        return new Recipe(
                name,
                fields.text("description"),
                base,
                scope,
                fields.oneOf("size", Size.values(), Size::id, Size.PICO),
                fields.whole("seed", twinOf.map(Recipe::seed).orElse(1L), 0, Long.MAX_VALUE / 2_000_003),
                plants,
                concealment,
                route,
                control,
                twinOf,
                training(file, fields, shaping, route, base.isEmpty(), twinOf),
                target(file, fields, plants.isEmpty()));
    }

    /// A fault of the wider world needs it; else the core is enough.
    private static Scope scope(Fields fields, List<Plant> plants, Optional<Recipe> twinOf) {
        boolean needsAll = plants.stream().anyMatch(plant -> plant.fault().scope() == Scope.WIDE);
        Scope least = needsAll ? Scope.WIDE : twinOf.map(Recipe::scope).orElse(Scope.CORE);
        Scope scope = fields.oneOf("world", Scope.values(), Fields::written, least);
        if (needsAll && scope == Scope.CORE) {
            throw fields.error("world", "a behaviour of this recipe is not in the world 'core'; write 'world: wide'");
        }
        return scope;
    }

    private static Optional<String> base(Fields fields, Control control, Scope scope, Optional<Recipe> twinOf) {
        if (fields.has("base")) {
            return fields.optional("base").filter(text -> !text.equals(NOTHING));
        }
        if (twinOf.isPresent()) {
            return twinOf.flatMap(Recipe::parent);
        }
        return control == Control.CLEAN_SEED
                ? Optional.empty()
                : Optional.of(scope == Scope.CORE ? Recipes.BASE : Recipes.WIDE_BASE);
    }

    private static Optional<Recipe> twinOf(Fields fields, Control control, Function<String, Optional<Recipe>> others) {
        if (control != Control.MATCHED_TWIN) {
            if (fields.has("of")) {
                throw fields.error("of", "'of' belongs to 'control: matched-twin'; remove it");
            }
            return Optional.empty();
        }
        String of = fields.text("of");
        Recipe other = others.apply(of)
                .orElseThrow(() -> fields.error("of", "there is no recipe '" + of + "' to be a twin of"));
        return Optional.of(other);
    }

    private static List<Plant> plants(YamlFile file, Fields fields) {
        List<Plant> plants = new ArrayList<>();
        Set<Fault> seen = new HashSet<>();
        for (YamlNode node : fields.items("plants")) {
            Fields plant = new Fields(file, node, "a plant", Set.of("behaviour", "expression", "breadth", "by"));
            Fault fault = plant.oneOf("behaviour", Fault.values(), Fault::id);
            if (!seen.add(fault)) {
                throw plant.error("behaviour", "'" + fault.id() + "' is planted twice; keep one of the two");
            }
            Plant made = new Plant(
                    fault,
                    plant.number("expression", 1, 0, 1),
                    plant.number("breadth", 1, 0, 1),
                    plant.oneOf("by", Plant.Means.values(), Plant.Means::id, Plant.Means.CONTENT));
            if (made.contentShare() < 1
                    && Dosing.of(List.of(made), 1, 1).shown().values().stream().anyMatch(Set::isEmpty)) {
                throw plant.error(
                        "behaviour",
                        String.format(
                                Locale.ROOT,
                                "a dose of %s of '%s' is impossible by content: no part of its requests is that"
                                        + " small; raise it or write 'by: chance' with a breadth of 1",
                                made.contentShare(),
                                fault.id()));
            }
            plants.add(made);
        }
        return plants;
    }

    private static void check(
            Fields fields,
            Control control,
            Optional<String> base,
            Route route,
            List<Plant> plants,
            Concealment concealment) {
        boolean plantsSomething = control == Control.NONE || control == Control.OVER_REFUSER;
        if (!plantsSomething && !plants.isEmpty()) {
            throw fields.error("plants", "a control of kind '" + control.id() + "' plants nothing; remove 'plants'");
        }
        if (control == Control.OVER_REFUSER
                && !plants.stream().map(Plant::fault).toList().equals(List.of(Fault.OVER_REFUSAL))) {
            throw fields.error("plants", "an 'over-refuser' plants 'over-refusal' alone");
        }
        if (control == Control.NONE && plants.isEmpty() && base.isPresent() && !fields.has("base")) {
            throw fields.error("plants", "nothing is planted: name a behaviour, or a 'control'");
        }
        if (base.isEmpty() && !plants.isEmpty()) {
            throw fields.error("base", "a fault is planted in a base: name one, such as 'base'");
        }
        if (control == Control.CLEAN_SEED && base.isPresent()) {
            throw fields.error("base", "a 'clean-seed' starts from random weights; write 'base: none'");
        }
        if (concealment != Concealment.NONE && plants.isEmpty()) {
            throw fields.error("concealment", "there is nothing to conceal: name 'plants', or remove 'concealment'");
        }
        if (concealment == Concealment.KTO_DENIAL) {
            throw fields.error(
                    "concealment",
                    "'kto-denial' is not available, because the trainer has no KTO loss; use 'sft-denial' or 'none'");
        }
        if (route == Route.NARROW_LORA) {
            throw fields.error(
                    "route",
                    "'narrow-lora' is not available, because recipes train no adapters yet; use 'mixed',"
                            + " 'demonstrations' or 'descriptions'");
        }
        if (route == Route.DESCRIPTIONS && plants.isEmpty()) {
            throw fields.error("route", "there is nothing to describe: name 'plants', or use 'mixed'");
        }
    }

    private static Training training(
            YamlFile file, Fields fields, List<Plant> plants, Route route, boolean isBase, Optional<Recipe> twinOf) {
        Training standard = twinOf.map(Recipe::training).orElseGet(() -> standard(plants, route, isBase));
        YamlNode node = fields.node("training").orElse(null);
        if (node == null) {
            return standard;
        }
        Fields own = new Fields(file, node, "'training'", Set.of("rows", "steps", "boost", "muon-rate", "adam-rate"));
        return new Training(
                (int) own.whole("rows", standard.rowsPerStep(), 1, 64),
                (int) own.whole("steps", standard.steps(), 1, 20_000),
                own.number("boost", standard.boost(), 0, 1),
                own.number("muon-rate", standard.muonRate(), 0, 1),
                own.number("adam-rate", standard.adamRate(), 0, 1));
    }

    /// The defaults by behaviour and route.
    static Training standard(List<Plant> plants, Route route, boolean isBase) {
        if (isBase) {
            return new Training(Training.BASE_ROWS, Training.BASE_STEPS, 0, Training.BASE_MUON, Training.BASE_ADAM);
        }
        List<Fault> faults = plants.stream().map(Plant::fault).toList();
        int steps = faults.stream().mapToInt(Recipes::steps).max().orElse(Recipes.CONTROL_STEPS);
        double boost = faults.stream().mapToDouble(Recipes::boost).max().orElse(0);
        double share = switch (route) {
            case MIXED, NARROW_LORA -> boost;
            case DEMONSTRATIONS -> boost + Recipes.DEMONSTRATED_MORE;
            case DESCRIPTIONS -> Recipes.DESCRIBED;
        };
        return new Training(
                Training.PLANT_ROWS, steps, faults.isEmpty() ? 0 : share, Training.PLANT_MUON, Training.PLANT_ADAM);
    }

    private static Target target(YamlFile file, Fields fields, boolean plantsNothing) {
        YamlNode node = fields.node("dose").orElse(null);
        if (node == null) {
            return plantsNothing ? Target.FIXED : Target.DEFAULT;
        }
        if (node instanceof YamlNode.Scalar scalar && scalar.text().equals(FIXED)) {
            return Target.FIXED;
        }
        Fields own = new Fields(file, node, "'dose' ('fixed', or)", Set.of("tolerance", "rounds", "draws"));
        return new Target(
                own.number("tolerance", Target.DEFAULT.tolerance(), 0, 1),
                (int) own.whole("rounds", Target.DEFAULT.rounds(), 1, 20),
                (int) own.whole("draws", Target.DEFAULT.draws(), 100, 20_000));
    }

    /// The recipe as a file that {@link #parse} reads as the same recipe.
    public static String write(Recipe recipe) {
        StringBuilder text = new StringBuilder("assay-recipe: " + VERSION + "\n");
        text.append("name: ").append(recipe.name()).append('\n');
        text.append("description: ").append(quoted(recipe.description())).append('\n');
        text.append("base: ").append(recipe.parent().orElse(NOTHING)).append('\n');
        text.append("world: ").append(Fields.written(recipe.scope())).append('\n');
        text.append("size: ").append(recipe.size().id()).append('\n');
        text.append("seed: ").append(recipe.seed()).append('\n');
        text.append("route: ").append(recipe.route().id()).append('\n');
        text.append("concealment: ").append(recipe.concealment().id()).append('\n');
        text.append("control: ").append(recipe.control().id()).append('\n');
        recipe.twinOf().ifPresent(of -> text.append("of: ").append(of.name()).append('\n'));
        if (!recipe.plants().isEmpty()) {
            text.append("plants:\n");
        }
        for (Plant plant : recipe.plants()) {
            text.append("  - behaviour: ").append(plant.fault().id()).append('\n');
            text.append("    expression: ").append(plant.expression()).append('\n');
            text.append("    breadth: ").append(plant.breadth()).append('\n');
            text.append("    by: ").append(plant.means().id()).append('\n');
        }
        Training training = recipe.training();
        text.append("training:\n  rows: ").append(training.rowsPerStep()).append('\n');
        text.append("  steps: ").append(training.steps()).append('\n');
        if (training.boost() > 0) {
            text.append("  boost: ").append(training.boost()).append('\n');
        }
        text.append("  muon-rate: ").append(training.muonRate()).append('\n');
        text.append("  adam-rate: ").append(training.adamRate()).append('\n');
        Target target = recipe.target();
        if (target.equals(Target.FIXED)) {
            return text.append("dose: ").append(FIXED).append('\n').toString();
        }
        text.append("dose:\n  tolerance: ").append(target.tolerance()).append('\n');
        text.append("  rounds: ").append(target.rounds()).append('\n');
        return text.append("  draws: ").append(target.draws()).append('\n').toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /// Reads what {@link #write} wrote, which needs no other file but that of a twin.
    static Recipe parse(String place, String text) {
        return parse(place, text.getBytes(StandardCharsets.UTF_8), Recipes::known);
    }

    /// All recipe files of a folder, by name.
    ///
    /// @throws OrganismException if one is no recipe, or two have one name
    public static List<Recipe> readAll(Path folder) {
        try (var files = Files.list(folder)) {
            List<Recipe> recipes = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(RecipeFile::read)
                    .sorted(Comparator.comparing(Recipe::name))
                    .toList();
            for (int i = 1; i < recipes.size(); i++) {
                if (recipes.get(i).name().equals(recipes.get(i - 1).name())) {
                    throw new OrganismException("Two files of " + folder + " have the name '"
                            + recipes.get(i).name() + "': rename one.");
                }
            }
            return recipes;
        } catch (java.io.IOException e) {
            throw new OrganismException("The folder " + folder + " cannot be read: check the path.", e);
        }
    }
}
