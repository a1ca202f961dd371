package dev.assay.organisms.zoo;

import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.organisms.Organism;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.recipe.YamlFile;
import dev.assay.organisms.recipe.YamlNode;
import dev.assay.organisms.truth.Reading;
import dev.assay.organisms.world.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// An organism of a zoo with the folder that it lies in.
///
/// @param organism what is known of it, in the words of those that ship; skills are not measured
/// @param folder a model folder with the truth beside it
/// @param isImported whether it was trained elsewhere, so that only its behaviour was compared with anything
public record MadeOrganism(Organism organism, Path folder, boolean isImported) {
    static final String RECIPE = "recipe.yaml";

    /// @param name of its folder, which decides however it was once called
    static MadeOrganism read(String name, Path folder) {
        Truth truth = Truth.read(folder.resolve(Truth.FILE));
        if (truth.attempts().isEmpty()) {
            throw new OrganismException("The truth of '" + name + "' has no measurement: train it to its end.");
        }
        List<String> faults = truth.attempts().getLast().readings().stream()
                .map(Reading::fault)
                .map(Fault::id)
                .distinct()
                .toList();
        Organism organism = new Organism(
                name,
                description(folder),
                faults,
                Organism.truth(truth.doses()),
                truth.doses(),
                List.of(),
                parameters(folder),
                truth.sha256());
        return new MadeOrganism(organism, folder, truth.environment().equals(Truth.IMPORTED));
    }

    private static String description(Path folder) {
        Path recipe = folder.resolve(Files.exists(folder.resolve(RECIPE)) ? RECIPE : Claimed.FILE);
        if (Files.notExists(recipe)) {
            return "";
        }
        YamlNode.Entry entry = YamlFile.parse(recipe.toString(), YamlFile.bytes(recipe))
                .root()
                .entries()
                .get("description");
        return entry != null && entry.value() instanceof YamlNode.Scalar scalar
                ? scalar.text().replaceAll("\\s+", " ")
                : "";
    }

    private static long parameters(Path folder) {
        try (DecoderWeights weights = DecoderWeights.open(folder)) {
            return weights.layout().parameters();
        } catch (CheckpointException e) {
            throw new OrganismException(String.valueOf(e.getMessage()), e);
        }
    }

    /// @throws OrganismException if the weights are not those of the truth
    void requireWhole() {
        if (!WeightFiles.sha256(folder).equals(organism.sha256())) {
            throw new OrganismException("The weights in " + folder + " are not those that its " + Truth.FILE
                    + " speaks of: train '" + organism.name() + "' anew, or audit them as hf:" + folder + ".");
        }
    }
}
