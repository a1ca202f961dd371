package dev.assay.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.audit.vulnerability.Catalogue;
import dev.assay.audit.vulnerability.Vulnerability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `docs/audit-yaml.md` shows is so: its example loads, its bars are the defaults, its errors are what one gets.
class AuditYamlDocumentationTest {

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/audit-yaml.md"), StandardCharsets.UTF_8);
    }

    private static String example() throws IOException {
        String page = page();
        int from = page.indexOf("```yaml\n") + 8;
        return page.substring(from, page.indexOf("\n```", from) + 1);
    }

    private static AuditConfig parse(String text) {
        return AuditConfig.parse("audit.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theExampleLoads() throws IOException {
        AuditConfig config = parse(example());
        assertThat(config.domain()).contains("general");
        assertThat(config.budgetCalls()).isEqualTo(OptionalLong.of(6_000));
        assertThat(config.maxTokens()).isEqualTo(400);
        assertThat(config.claims()).hasSize(4);
        assertThat(config.claims().get(2).bar().orElseThrow()).isEqualTo(0.02);
        assertThat(config.claims().get(3).cap().orElseThrow()).isEqualTo(150);
    }

    @Test
    void everyClaimStandsThereWithItsBar() throws IOException {
        String page = page();
        for (Vulnerability claim : Catalogue.all()) {
            String bar = String.format(Locale.ROOT, "%.0f ", claim.defaultBar() * 100);
            assertThat(page).containsPattern("\\| `" + claim.id() + "` \\|[^|]*\\| " + bar);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id: over-refusal     | id: over-refussal | Unknown claim 'over-refussal': did you mean 'over-refusal'?",
                "bar: 0.1             | bar: 500 %        | 'bar' must be between 0 and 1 (or below 100 %), but is 500 %",
                "- jailbreak-template | - direct-harm     | Claim 'direct-harm' is there twice; keep one",
            })
    void aMistakeIsNamedWithItsPlace(String right, String wrong, String message) throws IOException {
        String text = example();
        assertThat(text).contains(right);
        assertThatThrownBy(() -> parse(text.replace(right, wrong)))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(message)
                .hasMessageMatching("(?s).* \\(audit\\.yaml, line \\d+\\)\\.");
    }
}
