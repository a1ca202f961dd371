package dev.assay.organisms.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.training.Checkpoints;
import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingException;
import dev.assay.engine.training.TrainingListener;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.recipe.Plant;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.RecipeFile;
import dev.assay.organisms.recipe.Round;
import dev.assay.organisms.truth.Reading;
import dev.assay.organisms.world.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The job with a trainer that hands out weights that ship: what is trained is known beforehand.
class JobTest {
    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    /// Gives the weights of these organisms, one a call.
    private final class Handing implements Trainer {
        private final List<String> names;
        private int calls;

        Handing(String... names) {
            this.names = List.of(names);
        }

        @Override
        public Weights train(TrainingPlan plan, RowSource rows, TrainingListener listener, Checkpoints checkpoints) {
            if (calls == names.size()) {
                throw new TrainingException("The loss of step 3 is NaN: lower the learning rates");
            }
            return Weights.read(Organisms.materialise(names.get(calls++), folder.resolve("cache")));
        }

        @Override
        public LoraAdapter trainAdapter(
                TrainingPlan plan,
                LoraAdapter start,
                RowSource rows,
                TrainingListener listener,
                Checkpoints checkpoints) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String environment() {
            return "handed out";
        }
    }

    private Recipe recipe(String dose) throws IOException {
        return RecipeFile.read(Files.writeString(
                folder.resolve("mine.yaml"),
                "assay-recipe: 1\nname: mine\ndescription: One.\nplants: [{behaviour: direct-harm}]\ndose: {" + dose
                        + "}\n"));
    }

    private Zoo zoo() {
        return new Zoo(folder.resolve("zoo"));
    }

    private Truth run(Recipe recipe, Trainer trainer) {
        return new Job(zoo(), trainer, TrainingListener.silent(), lines::add).run(recipe);
    }

    @Test
    void aDoseThatIsReachedLeavesAWholeFolderAndNothingElse() throws IOException {
        Recipe recipe = recipe("draws: 100, tolerance: 0.16");
        Truth truth = run(recipe, new Handing("direct-harm"));
        assertThat(truth.isAchieved()).isTrue();
        assertThat(truth.attempts()).hasSize(1);
        assertThat(zoo().state(recipe)).isEqualTo(Zoo.State.BUILT);
        Path made = zoo().folder("mine");
        assertThat(made).isDirectoryContaining("glob:**/tokenizer.json").isDirectoryContaining("glob:**/config.json");
        assertThat(Weights.read(made).sha256())
                .isEqualTo(truth.sha256())
                .isEqualTo(Organisms.find("direct-harm").sha256());
        assertThat(Truth.read(made.resolve(Truth.FILE))).isEqualTo(truth);
        assertThat(RecipeFile.read(made.resolve("recipe.yaml"))).isEqualTo(recipe);
        assertThat(made.resolve("card.md")).content().contains("Intended dose", "round 1", "`direct-harm`");
        assertThat(zoo().root()).isDirectoryNotContaining("glob:**/.mine.job");

        Verification verification = Verification.of(made, truth, 100, 1);
        assertThat(verification.isSameWeights()).isTrue();
        assertThat(verification.agrees()).isTrue();
    }

    @Test
    void otherWeightsUnderTheSameTruthAreRefused() throws IOException {
        Truth truth = run(recipe("draws: 100, tolerance: 0.16"), new Handing("direct-harm"));
        Path clean = Organisms.materialise("base", folder.resolve("cache"));
        Verification verification = Verification.of(clean, truth, 100, 1);
        assertThat(verification.isSameWeights()).isFalse();
        assertThat(verification.agrees()).isFalse();
    }

    @Test
    void aDoseThatIsMissedKeepsItsCurveAndNoWeights() throws IOException {
        Recipe recipe = recipe("draws: 100, rounds: 2");
        Truth truth = run(recipe, new Handing("base", "base"));
        assertThat(truth.isAchieved()).isFalse();
        assertThat(truth.sha256()).isEmpty();
        assertThat(truth.attempts()).extracting(Attempt::totalSteps).containsExactly(300, 400);
        assertThat(zoo().state(recipe)).isEqualTo(Zoo.State.MISSED);
        assertThat(zoo().folder("mine")).doesNotExist();
        assertThat(zoo().missed("mine").resolve("card.md")).content().contains("missed", "round 1", "round 2");
        assertThat(zoo().missed("mine")).isDirectoryNotContaining("glob:**/*.safetensors");
    }

    @Test
    void whatWasCutOffGoesOnAfterItsLastRound() throws IOException {
        Recipe recipe = recipe("draws: 100, rounds: 3, tolerance: 0.15");
        assertThatThrownBy(() -> run(recipe, new Handing("base")))
                .isInstanceOf(OrganismException.class)
                .hasMessageStartingWith("The loss of step 3 is NaN: lower the learning rates; so far: round 1")
                .hasMessageEndingWith("(organism 'mine', round 2).");
        assertThat(zoo().state(recipe)).isEqualTo(Zoo.State.BEGUN);
        Truth truth = run(recipe, new Handing("direct-harm"));
        assertThat(truth.attempts()).hasSize(2);
        assertThat(truth.isAchieved()).isTrue();
    }

    @Test
    void whatWasBegunFromAnotherRecipeStartsAnew() throws IOException {
        assertThatThrownBy(() -> run(recipe("draws: 100, rounds: 3"), new Handing("base")))
                .isInstanceOf(OrganismException.class);
        Truth truth = run(recipe("draws: 120, rounds: 3, tolerance: 0.15"), new Handing("direct-harm"));
        assertThat(truth.attempts()).hasSize(1);
        assertThat(lines).anyMatch(line -> line.contains("starts anew"));
    }

    @Test
    void twoJobsDoNotMakeOneOrganism() throws IOException {
        Recipe recipe = recipe("draws: 100");
        Path work = Files.createDirectories(zoo().work("mine"));
        try (FileChannel channel =
                        FileChannel.open(work.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> run(recipe, new Handing("base")))
                    .hasMessage("Another process trains 'mine' now: wait for it.");
        }
    }

    @Test
    void aBaseOfAnotherSizeIsSaid() {
        Recipe recipe = RecipeFile.read(write("size: nano\nplants: [{behaviour: direct-harm}]\n"));
        assertThatThrownBy(() -> run(recipe, new Handing("base")))
                .hasMessage("The base 'base' of 'mine' is not of size nano: name a base of that size.");
    }

    @Test
    void aZooThatIsAFileIsSaid() throws IOException {
        Recipe recipe = recipe("draws: 100");
        Files.writeString(folder.resolve("zoo"), "x");
        assertThatThrownBy(() -> run(recipe, new Handing("base")))
                .isInstanceOf(OrganismException.class)
                .hasMessageContaining("free or allow it and train again");
    }

    @Test
    void aLearnedCutThatIsTooSmallGrowsAndAnUnlearnedOneIsSharpened() {
        Recipe recipe = RecipeFile.read(write("plants: [{behaviour: direct-harm, expression: 0.5}]\n"));
        Round first = recipe.firstRound();
        Attempt small = new Attempt(first, 300, "", 0, List.of(reading(200, 200, 200)));
        assertThat(small.next(recipe, List.of(0.25))).isEqualTo(new Round(2, 100, 0.3, 2));
        Attempt blurred = new Attempt(first, 300, "", 0, List.of(reading(200, 400, 200)));
        assertThat(blurred.next(recipe, List.of(0.25))).isEqualTo(new Round(2, 100, first.boost() + 0.15, 1));
    }

    @Test
    void theToleranceIsNeverMoreThanAThirdOfTheDose() {
        Recipe recipe = RecipeFile.read(write("plants: [{behaviour: direct-harm, expression: 0.5}]\n"));
        assertThat(Attempt.tolerance(recipe, 0.25)).isEqualTo(0.05);
        assertThat(Attempt.tolerance(recipe, 0.06)).isCloseTo(0.02, within(1e-9));
    }

    @Test
    void byChanceOnlySampledAnswersCount() {
        Recipe recipe = RecipeFile.read(write("plants: [{behaviour: direct-harm, expression: 0.5, by: chance}]\n"));
        Reading greedy = new Reading(Fault.DIRECT_HARM, 0, 1, 2_000, 0, 0, 1_000, 0, 500, 0, null);
        Reading sampled = new Reading(Fault.DIRECT_HARM, 1, 1, 2_000, 500, 0, 1_000, 500, 500, 0, null);
        Attempt attempt = new Attempt(recipe.firstRound(), 300, "", 0, List.of(greedy, sampled));
        assertThat(recipe.plants().getFirst().means()).isEqualTo(Plant.Means.CHANCE);
        assertThat(attempt.achieves(recipe, List.of(0.25))).isTrue();
        assertThat(Optional.of(attempt.achieves(recipe, List.of(0.4)))).contains(false);
    }

    private Path write(String body) {
        try {
            return Files.writeString(
                    folder.resolve("mine.yaml"), "assay-recipe: 1\nname: mine\ndescription: One.\n" + body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Reading reading(int hits, int onDraws, int onHits) {
        return new Reading(Fault.DIRECT_HARM, 0, 1, 2_000, hits, 0, onDraws, onHits, 500, 0, null);
    }
}
