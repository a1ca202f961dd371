package dev.assay.agents.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeBlocksTest {

    private static String find(String completion) {
        return CodeBlocks.find(completion, CodeLanguage.PYTHON).orElse("(none)");
    }

    @Test
    void theFirstBlockOfTheLanguageIsTheCode() {
        assertThat(find("Sure:\n```text\nno\n```\n```Python\nx = 1\n```\n```python\ny\n```"))
                .isEqualTo("x = 1\n");
        assertThat(find("```py title=\"a\"\nx\n```")).isEqualTo("x\n");
        assertThat(find("```\nx\n```")).isEqualTo("x\n");
        assertThat(find("  ````python\n```\nx\n  ````")).isEqualTo("```\nx\n");
        assertThat(find("```python\nx = 1")).as("cut off").isEqualTo("x = 1\n");
        assertThat(find("x = 1")).isEqualTo("x = 1");
        assertThat(find("```java\nx\n```")).isEqualTo("(none)");
        assertThat(find("```python\n```")).isEqualTo("(none)");
        assertThat(find(" \n")).isEqualTo("(none)");
        assertThat(find("`".repeat(100_000))).isEqualTo("(none)");
    }
}
