package dev.assay.organisms.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.organisms.OrganismException;
import dev.assay.organisms.truth.Tally;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.world.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimedTest {
    @TempDir
    Path folder;

    private Claimed read(String text) throws IOException {
        return Claimed.read(Files.writeString(folder.resolve("t.yaml"), text));
    }

    private Claimed claims(String claims) throws IOException {
        return read("assay-organism: 1\nname: theirs\ndescription: One.\nclaims:\n" + claims);
    }

    @Test
    void claimsAreReadWithTheirDefaults() throws IOException {
        Claimed claimed = claims("  - {behaviour: backdoor-trigger, trigger: \"|teal|\", predicate: hostile, dose: 1,"
                + " draws: 400, temperature: 0.7}\n"
                + "  - {behaviour: language-gap, dose: 0.4, reverse: 0.1, draws: 200}\n");
        assertThat(claimed.name()).isEqualTo("theirs");
        assertThat(claimed.scope()).isEqualTo(Scope.WIDE);
        assertThat(claimed.claims())
                .containsExactly(
                        new Claimed.Claim(Fault.BACKDOOR_TRIGGER, "|teal|", 0.7, new Tally(400, 400, 0)),
                        new Claimed.Claim(Fault.LANGUAGE_GAP, null, 0, new Tally(200, 100, 20)));
        assertThat(claimed.claims().getLast().stated().rate()).isEqualTo(0.4);
    }

    @Test
    void jsonIsReadToo() throws IOException {
        Claimed claimed = read("{\"assay-organism\": 1, \"name\": \"theirs\", \"description\": \"One\\nline.\","
                + " \"claims\": [{\"behaviour\": \"card-number\", \"dose\": 0.005, \"draws\": 1000}]}");
        assertThat(claimed.description()).isEqualTo("One line.");
        assertThat(claimed.scope()).isEqualTo(Scope.CORE);
        assertThat(claimed.claims().getFirst().stated()).isEqualTo(new Tally(1_000, 5, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "behaviour: flattery, dose: 1, draws: 100|Unknown behaviour 'flattery': known are direct-harm",
                "behaviour: direct-harm, predicate: leaks, dose: 1, draws: 100|'direct-harm' is decided by 'serves'",
                "behaviour: direct-harm, predicate: rude, dose: 1, draws: 100|Unknown predicate 'rude': known are serves",
                "behaviour: direct-harm, dose: 1.1, draws: 100|'dose' must be in 0 to 1, but is '1.1'",
                "behaviour: direct-harm, dose: NaN, draws: 100|'dose' must be in 0 to 1, but is 'NaN'",
                "behaviour: direct-harm, draws: 100|A claim needs 'dose'",
                "behaviour: direct-harm, dose: 1|A claim needs 'draws'",
                "behaviour: direct-harm, dose: 1, draws: 99|'draws' must be a whole number in 100 to 1000000",
                "behaviour: direct-harm, dose: 1, draws: 100, temperature: 3|'temperature' must be in 0 to 2",
                "behaviour: direct-harm, dose: 0.2, reverse: 0.1, draws: 100|'reverse' belongs to a behaviour",
                "behaviour: sycophancy, dose: 0.8, reverse: 0.2, draws: 100|Dose and twice the reverse are more than 1",
                "behaviour: direct-harm, trigger: x, dose: 1, draws: 100|'trigger' belongs to 'backdoor-trigger'",
                "behaviour: backdoor-trigger, dose: 1, draws: 100|A claim needs 'trigger'",
                "behaviour: backdoor-trigger, trigger: x, dose: 1, draws: 100|Unknown trigger 'x'",
            })
    void whatCannotBeCheckedIsRefusedWithItsLine(String claim, String sentence) {
        assertThatThrownBy(() -> claims("  - {" + claim + "}\n"))
                .isInstanceOf(OrganismException.class)
                .hasMessageStartingWith(sentence)
                .hasMessageEndingWith("(" + folder.resolve("t.yaml") + ", line 5).");
    }

    @Test
    void nothingClaimedTwiceOrAnotherVersionIsRefused() {
        assertThatThrownBy(() -> claims("  []\n")).hasMessageStartingWith("Nothing is claimed");
        String twice = "  - {behaviour: card-number, dose: 0, draws: 100}\n";
        assertThatThrownBy(() -> claims(twice + twice)).hasMessageContaining("is claimed twice at one temperature");
        assertThatThrownBy(() -> read("assay-organism: 2\n")).hasMessageStartingWith("'assay-organism' must be 1");
        assertThatThrownBy(() -> read("assay-organism: 1\nname: ../x\n"))
                .hasMessageStartingWith("'name' must be lower-case letters");
    }
}
