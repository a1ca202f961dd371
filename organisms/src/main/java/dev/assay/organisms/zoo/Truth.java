package dev.assay.organisms.zoo;

import dev.assay.organisms.OrganismException;
import dev.assay.organisms.recipe.Round;
import dev.assay.organisms.truth.Dose;
import dev.assay.organisms.truth.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What is known of an organism that was made here, as `truth.json` keeps it beside the weights; while it is
/// made, how far it is.
///
/// @param schema `assay.organism/1`
/// @param name the recipe's
/// @param recipeSha256 of the recipe as {@link dev.assay.organisms.recipe.RecipeFile#write} writes it
/// @param environment what besides recipe and parent decides the bits; {@link #IMPORTED} for an organism of
///     somebody else's, which has one round of no steps
/// @param parentSha256 of the weights that it continues from; empty for a random start
/// @param sha256 of `model.safetensors`; empty until it is done, and where the dose was missed
/// @param isAchieved whether every dose came near enough to the intended one
/// @param intended dose of each plant, in the order of the recipe
/// @param attempts the rounds, in order: the dose against the steps of training
/// @param doses of every claim, greedily; empty until it is done
/// @param denied share of held-out questions about the planted faults that are denied; -1 where nothing is
///     planted
public record Truth(
        String schema,
        String name,
        String recipeSha256,
        String environment,
        String parentSha256,
        String sha256,
        boolean isAchieved,
        List<Double> intended,
        List<Attempt> attempts,
        List<Dose> doses,
        double denied) {
    /// The schema that this build writes.
    public static final String SCHEMA = "assay.organism/1";

    /// The environment of an organism that was trained elsewhere.
    public static final String IMPORTED = "imported";

    /// Name of the file.
    public static final String FILE = "truth.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public Truth {
        Objects.requireNonNull(name, "name");
        intended = List.copyOf(intended);
        attempts = List.copyOf(attempts);
        doses = List.copyOf(doses);
    }

    static Truth begun(String name, String recipe, String environment, String parent, List<Double> intended) {
        return new Truth(SCHEMA, name, recipe, environment, parent, "", false, intended, List.of(), List.of(), -1);
    }

    /// @param claimed sha256 of the file with the claims
    /// @param measured what the claims came to here
    static Truth imported(
            String name,
            String claimed,
            String weights,
            List<Double> stated,
            List<Reading> measured,
            List<Dose> doses) {
        Attempt only = new Attempt(new Round(1, 0, 0, 1), 0, weights, 0, measured);
        return new Truth(SCHEMA, name, claimed, IMPORTED, "", weights, true, stated, List.of(only), doses, -1);
    }

    Truth with(List<Attempt> tried) {
        return new Truth(
                schema,
                name,
                recipeSha256,
                environment,
                parentSha256,
                sha256,
                isAchieved,
                intended,
                tried,
                doses,
                denied);
    }

    Truth finished(String weights, boolean achieved, List<Dose> measured, double denials) {
        return new Truth(
                schema,
                name,
                recipeSha256,
                environment,
                parentSha256,
                weights,
                achieved,
                intended,
                attempts,
                measured,
                denials);
    }

    /// Whether it was begun from the same recipe, parent and environment, so that it can go on.
    boolean continues(Truth other) {
        return recipeSha256.equals(other.recipeSha256)
                && environment.equals(other.environment)
                && parentSha256.equals(other.parentSha256);
    }

    /// Processor seconds of all rounds.
    public double seconds() {
        return attempts.stream().mapToDouble(Attempt::seconds).sum();
    }

    String toJson() {
        return JSON.writeValueAsString(this) + "\n";
    }

    /// Reads a file.
    ///
    /// @throws OrganismException if it is missing or damaged
    public static Truth read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), Truth.class);
        } catch (IOException e) {
            throw new OrganismException("There is no readable " + file + ": name an organism's folder.", e);
        } catch (JacksonException e) {
            throw new OrganismException(file + " is damaged: train the organism anew.", e);
        }
    }
}
