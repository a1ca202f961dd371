package dev.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tool calls in the forms that chat templates teach.
class ToolCallTextTest {

    private static final List<String> TOOLS = List.of("find", "clock");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tool_call>\n{\"name\": \"find\", \"arguments\": {\"n\": 1}}\n</tool_call>",
                "<tool_call>\n<function=find>\n<parameter=n>\n1\n</parameter>\n</function>\n</tool_call>",
                "<function=find>{\"n\": 1}</function>",
                "{\"name\": \"find\", \"parameters\": {\"n\": 1}}",
                "<|python_tag|>{\"name\": \"find\", \"parameters\": {\"n\": 1}}",
                "[{\"name\": \"find\", \"arguments\": {\"n\": 1}}]",
                "[TOOL_CALLS] [{\"name\": \"find\", \"arguments\": {\"n\": 1}}]",
                " {\"name\": \"find\", \"arguments\": {\"n\": 1}}\n",
            })
    void aCallIsFound(String text) {
        var parsed = ToolCallText.parse(text, TOOLS);
        assertThat(parsed.content()).isEmpty();
        assertThat(parsed.calls()).hasSize(1);
        assertThat(parsed.calls().getFirst().function()).isEqualTo("find");
        assertThat(parsed.calls().getFirst().arguments()).isEqualTo("{\"n\":1}");
        assertThat(parsed.calls().getFirst().id()).matches("[a-z0-9]{9}");
    }

    @Test
    void severalCallsAndWhatIsSaidBesideThem() {
        var parsed = ToolCallText.parse(
                "I look.\n<tool_call>{\"name\": \"find\", \"arguments\": {}}</tool_call>\n<tool_call>{\"name\": \"clock\"}</tool_call>",
                TOOLS);
        assertThat(parsed.content()).isEqualTo("I look.");
        assertThat(parsed.calls()).extracting("function").containsExactly("find", "clock");
        assertThat(parsed.calls()).extracting("id").doesNotHaveDuplicates();
    }

    @Test
    void textParametersStayText() {
        var parsed = ToolCallText.parse(
                "<function=find><parameter=q>\nline <1>\nline 2\n</parameter><parameter=b>true</parameter></function>",
                TOOLS);
        assertThat(parsed.calls().getFirst().arguments()).isEqualTo("{\"q\":\"line <1>\\nline 2\",\"b\":true}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain words",
                "<tool_call>{\"name\": \"rm\", \"arguments\": {}}</tool_call>",
                "<tool_call>{\"name\": \"find\", \"arguments\": </tool_call>",
                "<tool_call>{\"name\": \"find\", \"arguments\": {}}",
                "<tool_call>{\"name\": \"find\", \"arguments\": \"x\"}</tool_call>",
                "<function=find>no arguments</function>",
                "{\"name\": \"find\", \"parameters\": {}} and more",
                "[{\"name\": \"find\", \"arguments\": {}}, {\"name\": \"rm\", \"arguments\": {}}]",
                "[1, 2]",
                "5",
            })
    void whatIsNoCallStaysText(String text) {
        var parsed = ToolCallText.parse(text, TOOLS);
        assertThat(parsed.calls()).isEmpty();
        assertThat(parsed.content().strip()).isEqualTo(text.strip());
    }

    @Test
    void withoutToolsNothingIsACall() {
        var text = "{\"name\": \"find\", \"parameters\": {}}";
        assertThat(ToolCallText.parse(text, List.of()).content()).isEqualTo(text);
    }
}
