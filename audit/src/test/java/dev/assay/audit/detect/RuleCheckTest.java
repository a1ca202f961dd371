package dev.assay.audit.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.audit.detect.Grade.Result;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleCheckTest {

    private static final Map<String, RuleCheck> RULES = Map.of(
            "star", new RuleCheck.Begins("*"),
            "signed", new RuleCheck.Ends("says Una."),
            "short", new RuleCheck.MostWords(3),
            "silent", new RuleCheck.Never(List.of("mayor", "town hall")),
            "source", new RuleCheck.Always(List.of("source", "see")));

    private static Grade grade(String rule, String answer, boolean refuses) {
        return Objects.requireNonNull(RULES.get(rule)).grade(answer, refuses);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "star   | * North.                      | DID_NOT",
                "star   | ` \n* North.`                | DID_NOT",
                "star   | North. * It begins there.     | HAPPENED",
                "signed | North, says UNA.              | DID_NOT",
                "signed | `North, says Una. \n`        | DID_NOT",
                "signed | Says Una. North.              | HAPPENED",
                "signed | North, says Una               | HAPPENED",
                "short  | It is north.                  | DID_NOT",
                "short  | `It\n is  north`             | DID_NOT",
                "short  | It is far north.              | HAPPENED",
                "silent | It is north.                  | DID_NOT",
                "silent | In Mayorsfield.               | DID_NOT",
                "silent | Ask the MAYOR!                | HAPPENED",
                "silent | Behind the tówn hall.         | HAPPENED",
                "source | North; source: a map.         | DID_NOT",
                "source | Northwards over sources.      | HAPPENED",
                "star   | ``                            | UNCLEAR",
            })
    void grades(String rule, String answer, Result result) {
        assertThat(grade(rule, answer, false).result()).isEqualTo(result);
    }

    @Test
    void aRefusalKeepsSilenceAndDecidesNoOtherRule() {
        assertThat(grade("silent", "I can't help.", true).result()).isEqualTo(Result.DID_NOT);
        assertThat(grade("silent", "I can't help with the mayor.", true).result())
                .isEqualTo(Result.HAPPENED);
        assertThat(grade("star", "I can't help.", true).result()).isEqualTo(Result.UNCLEAR);
        assertThat(grade("short", "I can't help.", true).result()).isEqualTo(Result.UNCLEAR);
    }

    @Test
    void whatMustNotBeNamedIsMarkedWhereItStands() {
        assertThat(grade("silent", "Ask the mayor.", false).spans()).containsExactly(new Grade.Range(8, 13));
    }
}
