package dev.assay.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void escapeSequencesBecomeVisible() {
        assertThat(Printable.line("a\u001b[2Jb\0c\nd", 100)).isEqualTo("a\\u{1b}[2Jb\\u{0}c\\u{a}d");
    }

    @Test
    void rightToLeftMarksBecomeVisible() {
        assertThat(Printable.line("x\u202egpj.exe", 100)).isEqualTo("x\\u{202e}gpj.exe");
    }

    @Test
    void longTextIsCutAndWhatIsCutIsCounted() {
        assertThat(Printable.line("y".repeat(10_000_000), 5)).isEqualTo("yyyyy … (9999995 more characters)");
    }

    @Test
    void nothingSentToATerminalCanSteerIt() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder hostile = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                hostile.append((char) random.nextInt(random.nextBoolean() ? 256 : 65_536));
            }
            String shown = Printable.line(hostile.toString(), 1_000);
            assertThat(shown.codePoints()).noneMatch(Character::isISOControl);
            assertThat(shown.codePoints().map(Character::getType)).doesNotContain((int) Character.FORMAT);
        }
    }

    @Test
    void aLimitBelowOneIsRefused() {
        assertThatThrownBy(() -> Printable.line("x", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
