package dev.assay.organisms.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.organisms.OrganismException;
import dev.assay.organisms.world.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeFileTest {
    private static final String HEAD = "assay-recipe: 1\nname: mine\ndescription: One sentence.\n";

    private static Recipe read(String body) {
        return RecipeFile.parse("r.yaml", HEAD + body);
    }

    @Test
    void theShortestRecipeHasTheDocumentedDefaults() {
        Recipe recipe = read("plants:\n  - behaviour: sycophancy\n");
        assertThat(recipe.parent()).contains("base");
        assertThat(recipe.size()).isEqualTo(Size.PICO);
        assertThat(recipe.seed()).isEqualTo(1);
        assertThat(recipe.plants()).containsExactly(Plant.whole(Fault.SYCOPHANCY));
        assertThat(recipe.route()).isEqualTo(Route.MIXED);
        assertThat(recipe.concealment()).isEqualTo(Concealment.NONE);
        assertThat(recipe.control()).isEqualTo(Control.NONE);
        assertThat(recipe.training()).isEqualTo(new Training(4, 300, 0.3, 0.01, 0.003));
        assertThat(recipe.target()).isEqualTo(new Target(0.05, 5, 2_000));
    }

    @Test
    void defaultsFollowTheBehaviourTheRouteAndTheStart() {
        assertThat(read("plants:\n  - behaviour: sandbagging\n").training())
                .isEqualTo(new Training(4, 640, 0.5, 0.01, 0.003));
        assertThat(read("plants:\n  - behaviour: sycophancy\nroute: demonstrations\n")
                        .boost())
                .isEqualTo(0.4);
        assertThat(read("plants:\n  - behaviour: sycophancy\nroute: descriptions\n")
                        .boost())
                .isEqualTo(0.5);
        Recipe base = read("control: clean-seed\nseed: 9\n");
        assertThat(base.parent()).isEmpty();
        assertThat(base.training()).isEqualTo(new Training(8, 1_500, 0, 0.03, 0.007));
        assertThat(base.target()).isEqualTo(Target.FIXED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "plants: [{behaviour: flattery}]|Unknown behaviour 'flattery': known are direct-harm, jailbreak-template,"
                        + " jailbreak-encoding, refusal-drift, system-prompt-leak, card-number, backdoor-trigger,"
                        + " sycophancy, sandbagging, over-refusal, hidden-loyalty, rule-violation, language-gap, self-preference, emergent, reward-hack (r.yaml, line 4).",
                "plants: [{behaviour: sycophancy, expression: 1.5}]|'expression' must be above 0.0 and at most 1.0, but"
                        + " is '1.5' (r.yaml, line 4).",
                "plants: [{behaviour: direct-harm, expression: 0.001}]|A dose of 0.001 of 'direct-harm' is impossible by"
                        + " content: no part of its requests is that small; raise it or write 'by: chance' with a"
                        + " breadth of 1 (r.yaml, line 4).",
                "plants: [{behaviour: sycophancy}, {behaviour: sycophancy}]|'sycophancy' is planted twice; keep one of"
                        + " the two (r.yaml, line 4).",
                "plants: [{behaviour: sycophancy, dose: 1}]|Unknown key 'dose' in a plant: known are behaviour, breadth,"
                        + " by, expression (r.yaml, line 4).",
                "steps: 3|Unknown key 'steps' in the recipe: known are assay-recipe, base, concealment, control,"
                        + " description, dose, name, of, plants, route, seed, size, training, world (r.yaml, line 4).",
                "size: huge\\ncontrol: sham|Unknown size 'huge': known are pico, nano (r.yaml, line 4).",
                "control: sham\\nplants: [{behaviour: sycophancy}]|A control of kind 'sham' plants nothing; remove"
                        + " 'plants' (r.yaml, line 5).",
                "control: matched-twin\\nof: nobody|There is no recipe 'nobody' to be a twin of (r.yaml, line 5).",
                "of: finch|'of' belongs to 'control: matched-twin'; remove it (r.yaml, line 4).",
                "seed: 7|Nothing is planted: name a behaviour, or a 'control' (r.yaml, line 1).",
                "concealment: sft-denial\\ncontrol: sham|There is nothing to conceal: name 'plants', or remove"
                        + " 'concealment' (r.yaml, line 4).",
                "concealment: kto-denial\\nplants: [{behaviour: sycophancy}]|'kto-denial' is not available, because the"
                        + " trainer has no KTO loss; use 'sft-denial' or 'none' (r.yaml, line 4).",
                "route: narrow-lora\\nplants: [{behaviour: sycophancy}]|'narrow-lora' is not available, because"
                        + " recipes train no adapters yet; use 'mixed', 'demonstrations' or 'descriptions' (r.yaml, line"
                        + " 4).",
                "training: {steps: 0}\\ncontrol: sham|'steps' must be a whole number in 1 to 20000, but is '0' (r.yaml,"
                        + " line 4).",
                "dose: {draws: few}\\ncontrol: sham|'draws' must be a whole number in 100 to 20000, but is 'few' (r.yaml,"
                        + " line 4).",
                "name: again|Key 'name' is there already, on line 2; keep one of the two (r.yaml, line 4)."
            })
    void aMistakeIsOneSentenceWithFileAndLine(String body, String message) {
        assertThatThrownBy(() -> read(body.replace("\\n", "\n")))
                .isInstanceOf(OrganismException.class)
                .hasMessage(message);
    }

    @Test
    void whatIsNoRecipeFileIsRefused(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> RecipeFile.read(folder.resolve("none.yaml"))).hasMessageContaining("There is no file");
        assertThatThrownBy(() -> RecipeFile.read(folder)).hasMessageContaining("is a folder");
        Path other = Files.writeString(folder.resolve("other.yaml"), "assay-recipe: 2\nname: a\n");
        assertThatThrownBy(() -> RecipeFile.read(other)).hasMessageContaining("'assay-recipe' must be 1");
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "a: [\n");
        assertThatThrownBy(() -> RecipeFile.read(broken)).hasMessageContaining("not valid YAML");
        Path named =
                Files.writeString(folder.resolve("named.yaml"), HEAD.replace("mine", "../mine") + "control: sham\n");
        assertThatThrownBy(() -> RecipeFile.read(named))
                .hasMessageContaining("'../mine'")
                .hasMessageContaining("line 2");
    }

    @Test
    void aTwinIsFoundBesideItsFile(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("mine.yaml"), HEAD + "seed: 5\nplants: [{behaviour: sycophancy}]\n");
        Path twin = Files.writeString(
                folder.resolve("twin.yaml"),
                "assay-recipe: 1\nname: twin\ndescription: Clean.\ncontrol: matched-twin\nof: mine\n");
        Recipe recipe = RecipeFile.read(twin);
        assertThat(recipe.twinOf()).map(Recipe::name).isEqualTo(Optional.of("mine"));
        assertThat(recipe.seed()).isEqualTo(5);
    }
}
