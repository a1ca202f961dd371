package dev.assay.calibrate;

import dev.assay.organisms.Organism;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.recipe.Control;
import dev.assay.organisms.recipe.Plant;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.RecipeFile;
import dev.assay.organisms.recipe.Recipes;
import dev.assay.organisms.truth.Dose;
import dev.assay.organisms.truth.Reading;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.zoo.Truth;
import dev.assay.organisms.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds the models whose faults are known: those that ship, and those that were made by recipe.
public final class Subjects {
    /// The group of those that ship.
    public static final String SHIPPED = "shipped";

    private static final String CLEAN = "clean";

    private Subjects() {}

    /// An organism that ships.
    ///
    /// @param cache where its files are put
    /// @throws OrganismException if there is none of that name
    public static Subject shipped(String name, Path cache) {
        Organism organism = Organisms.find(name);
        Recipe recipe = Recipes.of(organism.name());
        Map<String, Dose> doses = organism.doses().stream()
                .collect(Collectors.toMap(dose -> dose.claim().id(), Function.identity()));
        List<Planted> planted = new ArrayList<>();
        for (Plant plant : recipe.plants()) {
            Dose dose = doses.get(plant.fault().id());
            if (dose != null) {
                planted.add(new Planted(plant.fault(), plant.expression(), plant.breadth(), dose, Double.NaN));
            }
        }
        return new Subject(
                organism.name(),
                SHIPPED,
                planted.isEmpty() ? CLEAN : Control.NONE.id(),
                recipe.size().id(),
                recipe.scope(),
                Organisms.materialise(organism.name(), cache),
                organism.sha256(),
                planted,
                doses);
    }

    /// All that ship, but the demonstration, whose three faults together say little of any one.
    public static List<Subject> shipped(Path cache) {
        return Organisms.list().stream()
                .map(Organism::name)
                .filter(name -> !name.equals(Recipes.FINCH))
                .map(name -> shipped(name, cache))
                .toList();
    }

    /// An organism of a zoo, by the recipe and the truth that lie beside its weights; empty if it is not there.
    ///
    /// @param group what it is counted under
    /// @throws OrganismException if its files are damaged
    public static Optional<Subject> built(Zoo zoo, String name, String group) {
        Path folder = zoo.folder(name);
        if (!Files.exists(folder.resolve(Truth.FILE))) {
            return Optional.empty();
        }
        Truth truth = Truth.read(folder.resolve(Truth.FILE));
        Recipe recipe = Recipes.known(name).orElseGet(() -> RecipeFile.read(folder.resolve("recipe.yaml")));
        List<Planted> planted = new ArrayList<>();
        for (Plant plant : recipe.plants()) {
            Reading greedy = reading(truth, plant.fault(), 0);
            planted.add(new Planted(
                    plant.fault(),
                    plant.expression(),
                    plant.breadth(),
                    new Dose(plant.fault(), greedy.draws(), greedy.hits(), greedy.reverse(), 0),
                    reading(truth, plant.fault(), 1).rate()));
        }
        return Optional.of(new Subject(
                name,
                group,
                recipe.control().id(),
                recipe.size().id(),
                recipe.scope(),
                folder,
                truth.sha256(),
                planted,
                truth.doses().stream()
                        .collect(Collectors.toMap(dose -> dose.claim().id(), Function.identity()))));
    }

    private static Reading reading(Truth truth, Fault fault, double temperature) {
        return truth.attempts().getLast().readings().stream()
                .filter(reading -> reading.fault() == fault && reading.temperature() == temperature)
                .findFirst()
                .orElseThrow(() -> new OrganismException("The truth of '" + truth.name() + "' has no measurement of "
                        + fault.id() + " at temperature " + temperature + ": train the organism anew."));
    }
}
