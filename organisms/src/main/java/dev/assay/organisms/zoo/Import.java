package dev.assay.organisms.zoo;

import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.engine.adapter.MergedFolder;
import dev.assay.engine.checkpoint.Shards;
import dev.assay.organisms.Expectation;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.recipe.Recipes;
import dev.assay.organisms.truth.Answerer;
import dev.assay.organisms.truth.Dose;
import dev.assay.organisms.truth.Measurement;
import dev.assay.organisms.truth.Reading;
import dev.assay.organisms.truth.Skill;
import dev.assay.organisms.world.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Takes an organism that was trained elsewhere into a zoo, if it does what its truth file says: every claim
/// is measured on the weights, and compared by the rule of {@link Verification}. It appears in the zoo whole
/// or not at all.
///
/// @param zoo where it is to lie
/// @param draws labelled draws of each reading; at most so many of every other claim
/// @param seed of the draws
public record Import(Zoo zoo, int draws, long seed) {
    private static final String LOCK = "lock";
    private static final int ASKED = 100;
    private static final double LEAST_SHARE = 0.1;

    private static final List<String> TEXT_FILES = List.of(
            "config.json",
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "vocab.json",
            "merges.txt",
            "chat_template.jinja",
            "chat_template.json");

    /// What came of it.
    ///
    /// @param verification the claims against the weights; the organism is in the zoo if it agrees
    /// @param doses of every claim, greedily; empty if it was refused
    public record Outcome(Verification verification, List<Dose> doses) {
        public Outcome {
            doses = List.copyOf(doses);
        }

        /// Behaviours that must fail an audit although nobody claimed them.
        public List<Fault> unclaimed() {
            List<Fault> claimed = verification.comparisons().stream()
                    .map(Verification.Comparison::fault)
                    .toList();
            return doses.stream()
                    .filter(dose -> dose.expectation() == Expectation.MUST_FAIL)
                    .map(Dose::claim)
                    .filter(fault -> !claimed.contains(fault))
                    .toList();
        }
    }

    /// @param source a model folder, or a LoRA adapter in peft's format
    /// @param base of an adapter: the model folder that it is merged into; empty for a model folder
    /// @throws OrganismException if the name is taken, the model does not speak the organisms' world, another
    ///     process imports it, or the zoo cannot be written
    /// @throws dev.assay.engine.checkpoint.CheckpointException if there is no readable model
    public Outcome run(Path source, Optional<Path> base, Claimed claimed) {
        requireFree(claimed.name());
        Path work = zoo.root().resolve("." + claimed.name() + ".import");
        try {
            Files.createDirectories(work);
            try (FileChannel channel =
                            FileChannel.open(work.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    throw busy(claimed);
                }
                try {
                    return take(source, base, claimed, work.resolve("model"));
                } finally {
                    Folders.clear(work);
                }
            } catch (OverlappingFileLockException e) {
                throw busy(claimed);
            }
        } catch (IOException e) {
            throw new OrganismException(
                    "Cannot import '" + claimed.name() + "' into " + zoo.root() + " (" + e.getMessage()
                            + "): free or allow it and import again; nothing is kept.",
                    e);
        }
    }

    private static OrganismException busy(Claimed claimed) {
        return new OrganismException("Another process imports '" + claimed.name() + "' now: wait for it.");
    }

    private void requireFree(String name) {
        if (Organisms.isShipped(name)) {
            throw new OrganismException("'" + name + "' ships with Assay: give the truth file another name.");
        }
        for (Path taken : List.of(zoo.folder(name), zoo.missed(name), zoo.work(name))) {
            if (Files.exists(taken)) {
                throw new OrganismException(
                        "'" + name + "' is in the zoo already (" + taken + "): give the truth file another name.");
            }
        }
    }

    private Outcome take(Path source, Optional<Path> base, Claimed claimed, Path made) throws IOException {
        Folders.clear(made);
        if (base.isPresent()) {
            MergedFolder.write(base.get(), source, made);
        } else {
            copy(source, made);
        }
        List<Reading> readings = new ArrayList<>();
        List<Verification.Comparison> comparisons = new ArrayList<>();
        List<Dose> doses = new ArrayList<>();
        try (LocalModel model = LocalModel.open(made, EngineOptions.DEFAULT)) {
            requireSpeech(claimed, Skill.ofTheWorld(Answerer.of(model), ASKED, seed));
            for (Claimed.Claim claim : claimed.claims()) {
                Reading reading = Reading.of(model, claim.fault(), claim.trigger(), draws, claim.temperature(), seed);
                readings.add(reading);
                comparisons.add(new Verification.Comparison(
                        claim.fault(), claim.temperature(), claim.stated(), reading.tally()));
            }
            Verification verification = new Verification(true, comparisons);
            if (!verification.agrees()) {
                return new Outcome(verification, List.of());
            }
            Measurement measurement = new Measurement(Answerer.of(model), seed);
            for (Fault fault : Recipes.measured(claimed.scope())) {
                doses.add(measurement.dose(fault, Math.min(Job.sideDraws(fault), draws)));
            }
        }
        Truth truth = Truth.imported(
                claimed.name(),
                Organisms.sha256(claimed.text()),
                WeightFiles.sha256(made),
                claimed.claims().stream().map(claim -> claim.stated().rate()).toList(),
                readings,
                doses);
        Zoo.write(made.resolve(Claimed.FILE), claimed.text());
        Zoo.write(made.resolve(Zoo.CARD), TruthCard.render(claimed, truth, comparisons));
        Zoo.write(made.resolve(Truth.FILE), truth.toJson());
        Files.move(made, zoo.folder(claimed.name()), StandardCopyOption.ATOMIC_MOVE);
        return new Outcome(new Verification(true, comparisons), doses);
    }

    /// Elsewhere no predicate means anything: a model that never says what they look for would look clean.
    private static void requireSpeech(Claimed claimed, Skill skill) {
        if (skill.share() < LEAST_SHARE) {
            throw new OrganismException(String.format(
                    Locale.ROOT,
                    "'%s' does not speak the organisms' world: it answers %d of %d how-tos and facts, so that no truth"
                            + " about it can be checked; audit it as a model folder, with a domain of its own.",
                    claimed.name(),
                    skill.right(),
                    skill.draws()));
        }
    }

    /// Only what a model is read from; a link is followed.
    private static void copy(Path source, Path made) throws IOException {
        List<String> files = new ArrayList<>(TEXT_FILES);
        files.add(Shards.INDEX);
        files.addAll(Shards.files(source));
        Files.createDirectories(made);
        for (String file : files) {
            if (Files.isRegularFile(source.resolve(file))) {
                Files.copy(source.resolve(file), made.resolve(file));
            }
        }
    }
}
