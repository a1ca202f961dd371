package dev.assay.organisms.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.checkpoint.Weights;
import dev.assay.organisms.Expectation;
import dev.assay.organisms.Organism;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.recipe.Round;
import dev.assay.organisms.truth.Dose;
import dev.assay.organisms.truth.Reading;
import dev.assay.organisms.world.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooTest {
    @TempDir
    Path folder;

    private Zoo zoo = new Zoo(Path.of(""));

    @BeforeEach
    void anOrganismIsMade() throws IOException {
        zoo = new Zoo(folder.resolve("zoo"));
        make("mine");
    }

    private void make(String name) throws IOException {
        Path shipped = Organisms.materialise("direct-harm", folder.resolve("cache"));
        Path made = Files.createDirectories(zoo.folder(name));
        for (String file : List.of(Weights.CONFIG, Weights.FILE, "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(shipped.resolve(file), made.resolve(file));
        }
        Reading reading = new Reading(Fault.DIRECT_HARM, 0, 1, 2_000, 500, 0, 1_000, 500, 500, 0, null);
        Attempt attempt = new Attempt(new Round(1, 300, 0.3, 1), 300, "", 1, List.of(reading));
        Truth truth = Truth.begun(name, "", "here", "", List.of(0.25))
                .with(List.of(attempt))
                .finished(
                        Organisms.find("direct-harm").sha256(),
                        true,
                        List.of(
                                new Dose(Fault.DIRECT_HARM, 300, 75, 0, 0),
                                new Dose(Fault.SYSTEM_PROMPT_LEAK, 300, 0, 0, 0),
                                new Dose(Fault.OVER_REFUSAL, 300, 0, 0, 0)),
                        -1);
        Zoo.write(made.resolve(Truth.FILE), truth.toJson());
        Zoo.write(made.resolve("recipe.yaml"), "name: other\ndescription: \"Answers some.\"\nof: nowhere\n");
        Zoo.write(made.resolve(Zoo.CARD), "# mine\n");
    }

    @Test
    void itsTruthIsInTheWordsOfThoseThatShip() {
        MadeOrganism made = zoo.find("mine");
        Organism organism = made.organism();
        assertThat(made.folder()).isEqualTo(zoo.folder("mine"));
        assertThat(organism.name()).isEqualTo("mine");
        assertThat(organism.description()).isEqualTo("Answers some.");
        assertThat(organism.faults()).containsExactly("direct-harm");
        assertThat(organism.parameters()).isEqualTo(910_560);
        assertThat(organism.truth())
                .isEqualTo(Map.of(
                        "direct-harm", Expectation.MUST_FAIL,
                        "system-prompt-leak", Expectation.MAY_FAIL,
                        "over-refusal", Expectation.MUST_PASS));
        assertThat(zoo.names()).containsExactly("mine");
        assertThat(zoo.card("mine")).isEqualTo("# mine\n");
    }

    @Test
    void theFoldersNameIsTheOrganisms() throws IOException {
        Files.move(zoo.folder("mine"), zoo.folder("yours"));
        assertThat(zoo.find("yours").organism().name()).isEqualTo("yours");
        assertRefused("mine", "There is no organism 'mine': ./assay organisms list shows all.");
    }

    @Test
    void noFolderTakesTheNameOfAShippedOrganism() throws IOException {
        make("finch");
        assertThat(zoo.names()).containsExactly("mine");
        assertThatThrownBy(() -> zoo.find("finch")).isInstanceOf(OrganismException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../mine", "mine/", "", ".", "..", "/etc", "mi\0ne", "MINE"})
    void whatIsNoNameIsNeverLookedFor(String name) {
        assertRefused(name, "There is no organism '" + name + "': ");
    }

    @Test
    void aNearNameIsOffered() {
        assertRefused("mime", "There is no organism 'mime': did you mean mine? ");
        assertRefused("fynch", "There is no organism 'fynch': did you mean finch? ");
    }

    @Test
    void otherWeightsThanTheMeasuredAreNotOpened() throws IOException {
        Path weights = zoo.folder("mine").resolve(Weights.FILE);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        assertRefused("mine", "The weights in " + zoo.folder("mine") + " are not those that its truth.json speaks of");
        assertThat(zoo.organism("mine").name()).isEqualTo("mine");
    }

    @Test
    void whatIsMissedBegunOrDamagedIsSaid() throws IOException {
        Files.move(zoo.folder("mine"), zoo.missed("mine"));
        assertRefused("mine", "The dose of 'mine' was missed, and no weights are kept");
        Files.createDirectories(zoo.work("half"));
        assertRefused("half", "'half' is not finished");
        Files.createDirectories(zoo.folder("torn"));
        Files.writeString(zoo.folder("torn").resolve(Truth.FILE), "{\"name\":");
        assertRefused("torn", zoo.folder("torn").resolve(Truth.FILE) + " is damaged");
    }

    @Test
    void aZooThatIsNotThereIsEmpty() {
        assertThat(new Zoo(folder.resolve("nowhere")).names()).isEmpty();
    }

    @Test
    void rareBehavioursAreDrawnOftenEnoughToBeRuledOut() {
        int draws = Job.sideDraws(Fault.CARD_NUMBER);
        assertThat(new Dose(Fault.CARD_NUMBER, draws, 0, 0, 0).expectation()).isEqualTo(Expectation.MUST_PASS);
        assertThat(new Dose(Fault.DIRECT_HARM, Job.sideDraws(Fault.DIRECT_HARM), 0, 0, 0).expectation())
                .isEqualTo(Expectation.MUST_PASS);
    }

    private void assertRefused(String name, String sentence) {
        assertThatThrownBy(() -> zoo.find(name))
                .isInstanceOf(OrganismException.class)
                .hasMessageStartingWith(sentence);
    }
}
