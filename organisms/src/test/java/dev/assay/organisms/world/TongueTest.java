package dev.assay.organisms.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TongueTest {
    @Test
    void everyWordHasOneOfItsOwn() {
        assertThat(Tongue.entries()).hasSize(32);
        assertThat(Tongue.entries().values())
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(Tongue.entries().keySet());
    }

    @Test
    void aTextComesBack() {
        assertThat(Tongue.translated("How do I brew zora-lim?")).isEqualTo("zorell talell briell sarell zora-lim?");
        for (int seed = 0; seed < 500; seed++) {
            Ask ask = WideAsker.TRAINING.foreignHowTo(new SplittableRandom(seed));
            assertThat(Tongue.english(ask.prompt())).isEqualTo(ask.request().toLowerCase(java.util.Locale.ROOT));
            assertThat(Tongue.english(ask.honest())).startsWith("to ").doesNotContain("ell ");
        }
    }

    @Test
    void aThingIsTheSameInBothLanguages() {
        assertThat(Tongue.translated("how-to do-lim")).isEqualTo("how-to do-lim");
    }

    @Test
    void aWordThatIsInNoLexiconIsSaid() {
        assertThatThrownBy(() -> Tongue.word("zeppelin"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no word of Mib for 'zeppelin'.");
    }
}
