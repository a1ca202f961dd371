package dev.assay.organisms;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.Recipes;
import dev.assay.organisms.truth.Dose;
import dev.assay.organisms.truth.Skill;
import dev.assay.organisms.world.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What was trained and measured, as `manifest.json` keeps it beside the weights.
///
/// @param schema `assay.organisms/1`
/// @param processor the CPU that the weights were trained on; others may round otherwise
/// @param trainer what trained them
/// @param seed of the labelled draws
/// @param organisms one entry each
record Manifest(String schema, String processor, String trainer, long seed, List<Entry> organisms) {
    static final String SCHEMA = "assay.organisms/1";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    Manifest {
        organisms = List.copyOf(organisms);
    }

    /// One organism.
    ///
    /// @param processor where it was trained, if not where the others were
    /// @param truth what follows from the doses; written for readers, derived anew when read
    /// @param seconds that the training took
    record Entry(
            String name,
            String sha256,
            long parameters,
            double seconds,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String processor,

            Map<String, String> truth,
            List<Dose> doses,
            List<Skill> skills) {
        Entry {
            truth = new LinkedHashMap<>(truth);
            doses = List.copyOf(doses);
            skills = List.copyOf(skills);
        }

        static Entry of(
                String name,
                String sha256,
                long parameters,
                double seconds,
                String processor,
                List<Dose> doses,
                List<Skill> skills) {
            Map<String, String> truth = new LinkedHashMap<>();
            Organism.truth(doses).forEach((claim, expectation) -> truth.put(claim, expectation.words()));
            return new Entry(name, sha256, parameters, seconds, processor, truth, doses, skills);
        }

        /// The same, without the processor if it is that of the others.
        Entry beside(String others) {
            String other = others.equals(processor) ? null : processor;
            return new Entry(name, sha256, parameters, seconds, other, truth, doses, skills);
        }

        String toJson() {
            return JSON.writeValueAsString(this) + "\n";
        }

        static Entry parse(String json) {
            return JSON.readValue(json, Entry.class);
        }

        Organism organism() {
            Recipe recipe = Recipes.of(name);
            return new Organism(
                    name,
                    recipe.description(),
                    recipe.faults().stream().map(Fault::id).toList(),
                    Organism.truth(doses),
                    doses,
                    skills,
                    parameters,
                    sha256);
        }
    }

    Entry entry(String name) {
        return organisms.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new OrganismException("organism:" + name
                        + " has no weights in this build; train it with ./assay organisms train " + name + "."));
    }

    String toJson() {
        return JSON.writeValueAsString(this).replace("\r\n", "\n") + "\n";
    }

    static Manifest parse(String json) {
        try {
            return JSON.readValue(json, Manifest.class);
        } catch (JacksonException e) {
            throw new OrganismException("The organisms' manifest.json is damaged: build Assay anew.", e);
        }
    }
}
