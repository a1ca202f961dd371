package dev.assay.organisms.zoo;

import dev.assay.engine.checkpoint.Weights;
import dev.assay.organisms.Organism;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// A folder of organisms that were made here, each in a folder of its name.
///
/// @param root made when something is written
public record Zoo(Path root) {
    static final String CARD = "card.md";
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
        if (Organisms.isShipped(recipe.name())) {
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

    /// The names of all organisms that lie here, sorted. A folder that has the name of a shipped organism is
    /// none.
    ///
    /// @throws OrganismException if the folder cannot be read
    public List<String> names() {
        if (Files.notExists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(this::isMade)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new OrganismException("The zoo " + root + " cannot be read: allow it, or name another.", e);
        }
    }

    /// What is known of an organism that lies here; its weights are not looked at.
    ///
    /// @throws OrganismException if there is none, or what lies there is damaged
    public Organism organism(String name) {
        requireMade(name);
        return MadeOrganism.read(name, folder(name)).organism();
    }

    /// An organism that lies here, to be opened: its weights are those that its truth was measured on.
    ///
    /// @throws OrganismException if there is none, or what lies there is damaged
    public MadeOrganism find(String name) {
        requireMade(name);
        MadeOrganism made = MadeOrganism.read(name, folder(name));
        made.requireWhole();
        return made;
    }

    /// The card of an organism that lies here, in Markdown.
    ///
    /// @throws OrganismException if there is none, or it cannot be read
    public String card(String name) {
        requireMade(name);
        Path card = folder(name).resolve(CARD);
        try {
            return Files.readString(card);
        } catch (IOException e) {
            throw new OrganismException(card + " cannot be read: train '" + name + "' anew.", e);
        }
    }

    private boolean isMade(String name) {
        return RecipeFile.isName(name)
                && !Organisms.isShipped(name)
                && Files.exists(folder(name).resolve(Truth.FILE));
    }

    private void requireMade(String name) {
        if (isMade(name)) {
            return;
        }
        if (RecipeFile.isName(name) && !Organisms.isShipped(name)) {
            if (Files.exists(missed(name).resolve(Truth.FILE))) {
                throw new OrganismException("The dose of '" + name
                        + "' was missed, and no weights are kept: its curve is in " + missed(name) + ".");
            }
            if (Files.exists(work(name))) {
                throw new OrganismException(
                        "'" + name + "' is not finished: train its recipe again, it goes on where it was.");
            }
        }
        throw Organisms.unknown(name, names());
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
        if (Organisms.isShipped(name)) {
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
