package dev.assay.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.journal.SampleRecord.Span;
import dev.assay.report.html.Visible.Piece;
import dev.assay.report.html.Visible.Style;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Text that others wrote can be read whole, or says what is missing; nothing in it is hidden.
class VisibleTest {
    private static String joined(List<Piece> pieces) {
        return pieces.stream().map(Piece::text).collect(Collectors.joining("|"));
    }

    @Test
    void namesWhatCannotBeSeen() {
        assertThat(Visible.line("a\u001b[31mred\u0000b\u202ecod.exe\u200b!"))
                .isEqualTo("a[ESC][31mred[NUL]b[U+202E]cod.exe[U+200B]!");
    }

    @Test
    void keepsEveryScriptAndEmojiOfOneCharacter() {
        String text = "naïve Ελληνικά עברית العربية 漢字 🙂 ½ − “quoted”";
        assertThat(Visible.line(text)).isEqualTo(text);
    }

    @Test
    void marksTheSpan() {
        assertThat(Visible.message("abcdef", List.of(new Span(0, 0, 2, 4))))
                .containsExactly(
                        new Piece(Style.PLAIN, "ab"), new Piece(Style.MARKED, "cd"), new Piece(Style.PLAIN, "ef"));
    }

    @Test
    void mergesSpansAndClampsThemToTheText() {
        assertThat(Visible.message(
                        "abcdef",
                        List.of(
                                new Span(0, 0, 4, 99),
                                new Span(0, 0, -3, 2),
                                new Span(0, 0, 1, 3),
                                new Span(0, 0, 5, 2))))
                .containsExactly(
                        new Piece(Style.MARKED, "abc"), new Piece(Style.PLAIN, "d"), new Piece(Style.MARKED, "ef"));
    }

    @Test
    void anExcerptThatIsCutAgainKeepsWhatItSaysOfTheRest() {
        String excerpt = "A".repeat(4_000) + " [... 9,996,000 characters more]";
        assertThat(Visible.message(excerpt, List.of()))
                .containsExactly(
                        new Piece(Style.PLAIN, "A".repeat(Visible.LONGEST)),
                        new Piece(Style.CUT, "2,800 characters left out"),
                        new Piece(Style.PLAIN, " [... 9,996,000 characters more]"));
    }

    @Test
    void countsRunsOfOneHiddenCharacter() {
        assertThat(Visible.message("a" + "\u0000".repeat(900) + "b", List.of()))
                .containsExactly(
                        new Piece(Style.PLAIN, "a"),
                        new Piece(Style.NAMED, "NUL \u00d7900"),
                        new Piece(Style.PLAIN, "b"));
    }

    @Test
    void keepsLinesAndTabsAndDropsTheReturnBeforeALine() {
        assertThat(joined(Visible.message("a\r\nb\tc\rd", List.of()))).isEqualTo("a\nb\tc|CR|d");
    }

    @Test
    void cutsALongTextAroundTheSpanAndCountsWhatIsLeftOut() {
        String text = "x".repeat(5_000_000) + "SECRET" + "y".repeat(5_000_000);
        List<Piece> pieces = Visible.message(text, List.of(new Span(0, 0, 5_000_000, 5_000_006)));
        assertThat(pieces.getFirst()).isEqualTo(new Piece(Style.CUT, "4,999,700 characters left out"));
        assertThat(pieces).contains(new Piece(Style.MARKED, "SECRET"));
        assertThat(pieces.getLast()).isEqualTo(new Piece(Style.CUT, "4,999,106 characters left out"));
        assertThat(pieces.stream()
                        .filter(piece -> piece.style() != Style.CUT)
                        .mapToInt(piece -> piece.text().length())
                        .sum())
                .isEqualTo(Visible.LONGEST);
    }

    @Test
    void cutsASpanThatIsItselfTooLong() {
        List<Piece> pieces = Visible.message("z".repeat(100_000), List.of(new Span(0, 0, 0, 100_000)));
        assertThat(pieces).hasSize(2);
        assertThat(pieces.getFirst().style()).isEqualTo(Style.MARKED);
        assertThat(pieces.getLast()).isEqualTo(new Piece(Style.CUT, "98,800 characters left out"));
    }

    @Test
    void neverSplitsACharacterAndNamesHalfOnes() {
        String faces = "🙂".repeat(5000);
        for (Piece piece : Visible.message("a" + faces, List.of(new Span(0, 0, 4001, 4003)))) {
            if (piece.style() != Style.CUT) {
                assertThat(piece.text()).matches("a?(🙂)+");
            }
        }
        assertThat(Visible.line("a\ud83d")).isEqualTo("a[U+D83D]");
    }

    @Test
    void noTextWhateverIsHiddenOrTooLong() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(4000);
            for (int i = 0; i < length; i++) {
                text.append((char) (random.nextInt(5) == 0 ? random.nextInt(0x10000) : 'a' + random.nextInt(26)));
            }
            List<Span> spans = List.of(new Span(0, 0, random.nextInt(4000), random.nextInt(4000)));
            List<Piece> pieces = Visible.message(text.toString(), spans);
            for (Piece piece : pieces) {
                assertThat(piece.text().codePoints().filter(c -> c != '\n' && c != '\t'))
                        .noneMatch(character -> Character.isISOControl(character)
                                || Character.getType(character) == Character.FORMAT
                                || Character.getType(character) == Character.SURROGATE);
            }
            assertThat(joined(pieces).length()).isLessThan(Visible.LONGEST * 20);
        }
    }

    @Test
    void setsUnitsInSentencesOnly() {
        assertThat(Visible.prose("5 % of 10 points at 3 %.")).isEqualTo("5\u202f% of 10\u202fpoints at 3\u202f%.");
        assertThat(Visible.line("run --share 5 %")).isEqualTo("run --share 5 %");
    }
}
