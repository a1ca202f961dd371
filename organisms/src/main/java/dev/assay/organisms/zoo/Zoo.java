package dev.assay.organisms.zoo;

import dev.assay.engine.checkpoint.Weights;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A folder of organisms that were made here, each in a folder of its name.
///
/// @param root made when something is written
public record Zoo(Path root) {
    static final String MISSED = ".missed";

    /// What there is of an organism.
    public enum State {
        /// It comes with Assay.
        SHIPPED,
        /// It lies in the zoo.
        BUILT,
        /// It was trained as long as its recipe allows, and its dose was not reached; its curve is kept.
        MISSED,
        /// It was begun, and goes on when it is trained again.
        BEGUN,
        MISSING
    }

    /// What there is of a recipe.
    public State state(Recipe recipe) {
        if (Recipes.ALL.stream().anyMatch(shipped -> shipped.name().equals(recipe.name()))) {
            return State.SHIPPED;
        }
        if (Files.exists(folder(recipe.name()).resolve(Truth.FILE))) {
            return State.BUILT;
        }
        if (Files.exists(missed(recipe.name()).resolve(Truth.FILE))) {
            return State.MISSED;
        }
        return Files.exists(work(recipe.name())) ? State.BEGUN : State.MISSING;
    }

    /// Where an organism lies.
    public Path folder(String name) {
        return root.resolve(name);
    }

    /// Where the curve of one is kept whose dose was missed.
    public Path missed(String name) {
        return root.resolve(name + MISSED);
    }

    Path work(String name) {
        return root.resolve("." + name + ".job");
    }

    /// The weights of an organism that ships or lies here.
    ///
    /// @throws OrganismException if there are none
    Weights weights(String name) {
        if (Recipes.ALL.stream().anyMatch(shipped -> shipped.name().equals(name))) {
            return Weights.read(Organisms.materialise(name, root.resolve(".shipped")));
        }
        if (!Files.exists(folder(name).resolve(Truth.FILE))) {
            throw new OrganismException("The base '" + name + "' is not in " + root + ": train its recipe first.");
        }
        return Weights.read(folder(name));
    }

    /// Writes a file whole or not at all.
    static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
