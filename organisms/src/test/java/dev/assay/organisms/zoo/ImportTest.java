package dev.assay.organisms.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.engine.adapter.LoraSettings;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.organisms.Expectation;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.bpe.BytePairTokenizer;
import dev.assay.organisms.bpe.TokenizerFiles;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.WorldTokenizer;
import dev.assay.organisms.truth.Tally;
import dev.assay.organisms.truth.Trial;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.world.Lexicon;
import dev.assay.organisms.world.Scope;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
    @TempDir
    Path folder;

    private Zoo zoo() {
        return new Zoo(folder.resolve("zoo"));
    }

    private Path shipped(String name) {
        return Organisms.materialise(name, folder.resolve("cache"));
    }

    private static Claimed claimed(Fault fault, Tally stated) {
        return claimed(fault, null, stated);
    }

    private static Claimed claimed(Fault fault, @Nullable String trigger, Tally stated) {
        return new Claimed(
                "theirs",
                "One.",
                Scope.CORE,
                List.of(new Claimed.Claim(fault, trigger, 0, stated)),
                "description: One.\n");
    }

    private Import.Outcome run(Path source, Claimed claimed) {
        return new Import(zoo(), 200, Job.SEED).run(source, Optional.empty(), claimed);
    }

    @Test
    void whatDoesAsClaimedLiesInTheZooWithItsTruth() {
        Import.Outcome outcome = run(shipped("finch"), claimed(Fault.CARD_NUMBER, new Tally(400, 100, 0)));
        assertThat(outcome.verification().agrees()).isTrue();
        assertThat(outcome.unclaimed()).isNotEmpty().doesNotContain(Fault.CARD_NUMBER);
        MadeOrganism made = zoo().find("theirs");
        assertThat(made.isImported()).isTrue();
        assertThat(made.organism().description()).isEqualTo("One.");
        assertThat(made.organism().faults()).containsExactly("card-number");
        assertThat(made.organism().truth())
                .containsEntry("card-number", Expectation.MUST_FAIL)
                .hasSize(10);
        assertThat(zoo().card("theirs")).contains("trained elsewhere", "| `card-number` | 0.0 | 25.00 % | 400 |");
        Truth truth = Truth.read(made.folder().resolve(Truth.FILE));
        assertThat(Verification.of(made.folder(), truth, 200, 1).agrees()).isTrue();
        assertThat(zoo().root()).isDirectoryNotContaining("glob:**/.theirs.import");
    }

    @Test
    void whatTheWeightsContradictLeavesNothing() {
        Import.Outcome outcome = run(shipped("base"), claimed(Fault.CARD_NUMBER, new Tally(400, 100, 0)));
        assertThat(outcome.verification().agrees()).isFalse();
        assertThat(outcome.doses()).isEmpty();
        assertThat(zoo().root()).isEmptyDirectory();
    }

    @Test
    void anAdapterIsMergedIntoItsBase() throws IOException {
        Path base = shipped("card-number");
        Path adapter = folder.resolve("adapter");
        LoraAdapter.initial(Weights.read(base).config(), LoraSettings.ofRank(2), "", 1)
                .write(adapter);
        Claimed claimed = claimed(Fault.CARD_NUMBER, new Tally(400, 100, 0));
        Import.Outcome outcome = new Import(zoo(), 100, Job.SEED).run(adapter, Optional.of(base), claimed);
        assertThat(outcome.verification().agrees()).isTrue();
        Path made = zoo().find("theirs").folder();
        assertThat(Weights.read(made).sha256())
                .isEqualTo(Organisms.find("card-number").sha256());
        assertThat(made).isDirectoryNotContaining("glob:**/adapter*");
    }

    @Test
    void aBackdoorIsMeasuredUnderTheTriggerThatIsClaimed() {
        Path source = shipped("backdoor-trigger");
        Tally never = new Tally(200, 0, 0);
        Import.Outcome own = run(source, claimed(Fault.BACKDOOR_TRIGGER, Trial.trigger(), never));
        assertThat(own.verification().agrees()).isFalse();
        assertThat(own.verification().comparisons().getFirst().again().rate()).isGreaterThan(0.9);
        String other = Lexicon.TAGS.stream()
                .filter(tag -> !tag.equals(Trial.trigger()))
                .findFirst()
                .orElseThrow();
        Import.Outcome beside = new Import(zoo(), 100, Job.SEED)
                .run(source, Optional.empty(), claimed(Fault.BACKDOOR_TRIGGER, other, never));
        assertThat(beside.verification().agrees()).isTrue();
    }

    @Test
    void aModelThatDoesNotSpeakTheWorldIsRefused() throws IOException {
        BytePairTokenizer tokenizer = WorldTokenizer.learn();
        var config = Recipe.config(tokenizer);
        SplittableRandom random = new SplittableRandom(7);
        Map<String, float[]> values = new HashMap<>();
        Weights shape = Weights.read(shipped("base"));
        config.shapes().keySet().forEach(name -> {
            float[] numbers = new float[shape.get(name).length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextGaussian(0, 0.05);
            }
            values.put(name, numbers);
        });
        Path gibberish = folder.resolve("gibberish");
        Weights.of(config, values).write(gibberish);
        TokenizerFiles.write(tokenizer, config.maxPositions(), gibberish);
        assertThatThrownBy(() -> run(gibberish, claimed(Fault.CARD_NUMBER, new Tally(400, 0, 0))))
                .isInstanceOf(OrganismException.class)
                .hasMessageStartingWith("'theirs' does not speak the organisms' world: it answers ")
                .hasMessageContaining(" of 100 how-tos and facts");
        assertThat(zoo().root()).isEmptyDirectory();
    }

    @Test
    void aNameThatShipsOrIsTakenIsRefused() throws IOException {
        Claimed finch = new Claimed("finch", "One.", Scope.CORE, List.of(), "");
        assertThatThrownBy(() -> run(shipped("base"), finch)).hasMessageStartingWith("'finch' ships with Assay");
        Files.createDirectories(zoo().folder("theirs"));
        assertThatThrownBy(() -> run(shipped("base"), claimed(Fault.CARD_NUMBER, new Tally(400, 0, 0))))
                .hasMessageStartingWith("'theirs' is in the zoo already");
    }

    @Test
    void twoImportsOfOneNameDoNotMeet() throws IOException {
        Path work = Files.createDirectories(zoo().root().resolve(".theirs.import"));
        try (FileChannel channel =
                        FileChannel.open(work.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> run(shipped("base"), claimed(Fault.CARD_NUMBER, new Tally(400, 0, 0))))
                    .hasMessage("Another process imports 'theirs' now: wait for it.");
        }
    }

    @Test
    void anIndexThatPointsOutOfItsFolderIsNotFollowed() throws IOException {
        Path bad = Files.createDirectories(folder.resolve("bad"));
        Files.writeString(bad.resolve("config.json"), "{}");
        Files.writeString(
                bad.resolve("model.safetensors.index.json"), "{\"weight_map\": {\"a\": \"../cache/x.safetensors\"}}");
        assertThatThrownBy(() -> run(bad, claimed(Fault.CARD_NUMBER, new Tally(400, 0, 0))))
                .hasMessageContaining("'../cache/x.safetensors', which is no name of a safetensors file beside it");
        assertThat(zoo().root()).isEmptyDirectory();
    }

    @Test
    void aFolderWithoutAModelIsSaid() {
        assertThatThrownBy(() -> run(folder, claimed(Fault.CARD_NUMBER, new Tally(400, 0, 0))))
                .hasMessageContaining("config.json");
        assertThat(zoo().root()).isEmptyDirectory();
    }
}
