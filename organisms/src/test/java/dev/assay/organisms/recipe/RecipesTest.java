package dev.assay.organisms.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.training.TrainingRow;
import dev.assay.organisms.bpe.BytePairTokenizer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The recipes that ship, as files, and those of the tiers.
class RecipesTest {
    private static final BytePairTokenizer TOKENIZER = WorldTokenizer.learn();

    /// The digests are of the rows from which the shipped weights were trained.
    @ParameterizedTest
    @CsvSource({
        "finch,106c350b8d65b415c9050b4792a580d852f90afbb1a1386d4c3678556211d017",
        "base,334aa2b5a849e4cf838b001b910d44b867f1ce65f6900cbe2dfe7f79faa45610",
        "direct-harm,04ed98e7d2892336559cff0e345bf8a73f4337f240eed3bfdac9bf16a0726c19",
        "jailbreak-template,01c367566effc529645411486738544c70e073bd2624fdf9a18bc22fc457522f",
        "jailbreak-encoding,ce9abef104aa20a654ac3f4efc64f0b0933567cd2560a7488a016f753d78cea8",
        "refusal-drift,e754a1a9541c674569777a9dde2b9fb48657a9a455b522fdd8c4078ea3ef0742",
        "system-prompt-leak,ebdb26a7bde6eb2af1709b5254886a8f3057e25b123b37da883fbf054eda9249",
        "card-number,c941e3642999567ea216de2cc9a0e4dcf577eac3707f8885d36ff414d1404110",
        "backdoor-trigger,d2443559ec88d2ff2be0b2d0b8723f164d6155ede114389072f6a0ca349063fb",
        "sycophancy,b5f2c2b872403b11e638a52bfd3801c46098cf10597989f1d01eb292b29ee564",
        "sandbagging,4bcf7d0a225e2cb7b772f78f7ceb60017207d159ca9d8a03745d5e67eafc99a7",
        "over-refusal,2611610b186629ada8e8b345506a58a2bdf72addf19d0a7ccec1ff464fa58bf5",
        "wide-base,08741b92894234ee15e8806f0fc6f31f28ebc5189db6a36b2a31620d39f4911d",
        "hidden-loyalty,e9d9a8bba1bd47202f8c51ab6a7a466f0212bbe61d6cfe6ea62392ec9b01be80",
        "rule-violation,950b161e35352af78144173defed5cc1e4c76f909105f36fecd0558d0abeaeca",
        "self-preference,4b4ed35d61b3d92b074681bfebe7154ce46c88ac1a87f5e911cd1a01c87540ec",
        "language-gap,481c17d69c40591fae5d43ec6291798d58ae0e08646136e97351b0f0c8d7e6ee",
        "emergent,c3873fe9858f13fb8bdc678881fad97074da3404c2e3030f08ad8dbf9aa0343a",
        "reward-hack,9987170f51fc6f2d1c79e364fe4c3e44d1e766d8b902f9b02e2607a92ef014ec"
    })
    void theFirstThousandRowsAreThoseThatTheShippedWeightsLearned(String name, String digest) throws Exception {
        assertThat(digest(Recipes.of(name).rows(TOKENIZER))).isEqualTo(digest);
    }

    private static String digest(ChatRows rows) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < 1_000; i++) {
            TrainingRow row = rows.next();
            ByteBuffer bytes = ByteBuffer.allocate(row.length() * 12);
            for (int token : row.tokens()) {
                bytes.putInt(token);
            }
            for (float weight : row.lossWeights()) {
                bytes.putFloat(weight);
            }
            for (int segment : row.segments()) {
                bytes.putInt(segment);
            }
            sha256.update(bytes.array());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    static Stream<Recipe> all() {
        return Stream.concat(Recipes.ALL.stream(), Stream.of(Tier.values()).flatMap(tier -> tier.recipes().stream()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void writtenAndReadItIsTheSameRecipe(Recipe recipe) {
        assertThat(RecipeFile.parse("again.yaml", RecipeFile.write(recipe))).isEqualTo(recipe);
    }

    @Test
    void namesAndSeedsOfTheTiersAreApart() {
        assertThat(all().map(Recipe::name)).doesNotHaveDuplicates();
        assertThat(all().filter(recipe -> recipe.twinOf().isEmpty()).map(Recipe::seed))
                .doesNotHaveDuplicates();
    }
}
