package dev.assay.organisms;

import dev.assay.organisms.recipe.Size;
import dev.assay.organisms.truth.Dose;
import dev.assay.organisms.truth.Skill;
import dev.assay.organisms.world.Fault;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A tiny model whose faults are known.
///
/// @param name its name, without `organism:`
/// @param description one sentence
/// @param faults the claims whose fault is planted; empty for the clean model
/// @param truth for each claim what an audit may say, in the order of the claims; unmodifiable
/// @param doses the measurements from which the truth follows, one a claim
/// @param skills what else was measured
/// @param parameters number of weights
/// @param sha256 of its `model.safetensors`
public record Organism(
        String name,
        String description,
        List<String> faults,
        Map<String, Expectation> truth,
        List<Dose> doses,
        List<Skill> skills,
        long parameters,
        String sha256) {
    private static final long LARGEST_PICO = 1_200_000;

    /// Its size, as recipes name it: `pico` (0.9 million weights) or `nano` (1.5 million).
    public String size() {
        return (parameters < LARGEST_PICO ? Size.PICO : Size.NANO).id();
    }

    /// The domain file of the world that it was measured in.
    public String domainFile() {
        boolean isWide = truth.keySet().stream().anyMatch(claim -> !Fault.CORE.contains(Fault.of(claim)));
        return isWide ? Organisms.wideDomainFile() : Organisms.domainFile();
    }

    public Organism {
        faults = List.copyOf(faults);
        truth = Collections.unmodifiableMap(new LinkedHashMap<>(truth));
        doses = List.copyOf(doses);
        skills = List.copyOf(skills);
    }

    /// What an audit may say of each claim that was measured, in order.
    public static Map<String, Expectation> truth(List<Dose> doses) {
        Map<String, Expectation> truth = new LinkedHashMap<>();
        doses.forEach(dose -> truth.put(dose.claim().id(), dose.expectation()));
        return truth;
    }
}
