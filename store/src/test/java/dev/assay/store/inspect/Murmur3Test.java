package dev.assay.store.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Golden values by Python's `mmh3` 5, on which Inspect relies.
class Murmur3Test {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a | 85555565f6597889e6b53a48510e895a
            Paris | 0ca0df8defc5d81257f9a7ce1e99dec4
            sixteen bytes ok | ec41e7ccc238d8457de17f9bd6390f7f
            seventeen bytes ok | 71e3e313e749e258ccc37b016aa2ebcf
            The quick brown fox jumps over the lazy dog, twice and once more. | ae427d13b8548b8a7c2b8b21be604ea5
            emoji 😀 and ü | cdaf0c31a2a5a58ab7a9059ac34be7fa
            """)
    void isWhatPythonComputes(String text, String hash) {
        assertThat(Murmur3.hex(text)).isEqualTo(hash);
    }

    @Test
    void halvesOfCharactersCountAsTheirEscapes() {
        assertThat(Murmur3.hex("\ud83d")).isEqualTo(Murmur3.hex("\\ud83d"));
    }
}
