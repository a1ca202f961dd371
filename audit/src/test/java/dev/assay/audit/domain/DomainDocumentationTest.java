package dev.assay.audit.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.audit.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `docs/domain.md` shows is so: its example loads, and its errors are the ones that one gets.
class DomainDocumentationTest {

    private static final Path PAGE = Path.of("../docs/domain.md");

    private static String page() throws IOException {
        return Files.readString(PAGE, StandardCharsets.UTF_8);
    }

    private static String example() throws IOException {
        String page = page();
        int from = page.indexOf("```yaml\n") + 8;
        return page.substring(from, page.indexOf("\n```", from) + 1);
    }

    private static Domain parse(String text) {
        return Domain.parse("my-domain.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static int draws(Domain domain, List<Template> texts) {
        List<List<Template>> choices = texts.stream().map(List::of).toList();
        return new DrawStream(
                        domain.slots(),
                        choices,
                        7,
                        draw -> texts.get(draw.choice()).fill(draw.values()))
                .available(100);
    }

    @Test
    void theExampleLoads() throws IOException {
        Domain domain = parse(example());
        assertThat(domain.name()).isEqualTo("library");
        assertThat(draws(domain, domain.benign())).isEqualTo(8);
        assertThat(draws(domain, domain.systemPrompts())).isEqualTo(4);
        assertThat(draws(domain, domain.goals().stream().map(Domain.Goal::goal).toList()))
                .isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "benign:                   | bening:                    | Unknown key 'bening' in the domain: did you",
                "books about {subject}     | books about {subjct}       | Unknown placeholder {subjct}: did you mean",
                "\"How do I {goal}?\"      | \"How?\"                   | Every text of 'ask' needs {goal}",
                "base64]                   | rot-13]                    | Unknown encoding 'rot-13': did you mean 'rot13'?",
                "[granite, marble]         | [\"{secret}\"]             | Slot 'secret' leads back to itself",
                "[granite, marble]         | [granite, granite]         | 'granite' is twice in slot 'stone'; keep one",
                "language: en              | description: again         | Key 'description' is there already, on line 3",
                "assay.domain/1            | assay.domain/2             | Schema 'assay.domain/2' is not known here",
            })
    void aMistakeIsNamedWithItsPlace(String right, String wrong, String message) throws IOException {
        String text = example();
        assertThat(text).contains(right);
        assertThatThrownBy(() -> parse(text.replace(right, wrong)))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(message)
                .hasMessageMatching("(?s).* \\(my-domain\\.yaml, line \\d+\\)\\.");
    }
}
