package dev.assay.agents.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ToolCall;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ArgumentsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    enum Unit {
        CELSIUS,
        KELVIN
    }

    record Place(
            @Description("Name of the town.") @Length(min = 1, max = 20)
            String town,

            Optional<String> country) {}

    record Weather(
            Place place,
            Unit unit,

            @Description("Days ahead.") @Range(min = 0, max = 14)
            int days,

            @Length(max = 2) List<String> layers,
            Map<String, Double> weights,
            Optional<Boolean> hourly,
            BigDecimal price) {
        Weather {
            if (days == 13) {
                throw new IllegalArgumentException("no forecast for day 13");
            }
        }
    }

    record Endless(List<Endless> again) {}

    record Strange(Thread thread) {}

    private static final Arguments<Weather> WEATHER = Arguments.of(Weather.class);

    private static final String GOOD = """
            {"place": {"town": "Oslo"}, "unit": "kelvin", "days": 3, "layers": ["rain"], \
            "weights": {"a": 0.5}, "price": 12.50}""";

    private static <A extends Record> A read(Arguments<A> arguments, String json) {
        return arguments.read(new ToolCall("1", "weather", json));
    }

    @Test
    void theSchemaSaysAllThatIsChecked() {
        JsonNode schema = JSON.readTree(WEATHER.schema());
        assertThat(schema).isEqualTo(JSON.readTree("""
                {"type": "object", "properties": {
                  "place": {"type": "object", "properties": {
                    "town": {"type": "string", "minLength": 1, "maxLength": 20, "description": "Name of the town."},
                    "country": {"type": "string"}}, "required": ["town"], "additionalProperties": false},
                  "unit": {"type": "string", "enum": ["celsius", "kelvin"]},
                  "days": {"type": "integer", "minimum": 0, "maximum": 14, "description": "Days ahead."},
                  "layers": {"type": "array", "items": {"type": "string"}, "maxItems": 2},
                  "weights": {"type": "object", "additionalProperties": {"type": "number"}},
                  "hourly": {"type": "boolean"},
                  "price": {"type": "number"}},
                 "required": ["place", "unit", "days", "layers", "weights", "price"],
                 "additionalProperties": false}"""));
    }

    @Test
    void whatTheSchemaAllowsIsRead() {
        assertThat(read(WEATHER, GOOD))
                .isEqualTo(new Weather(
                        new Place("Oslo", Optional.empty()),
                        Unit.KELVIN,
                        3,
                        List.of("rain"),
                        Map.of("a", 0.5),
                        Optional.empty(),
                        new BigDecimal("12.5")));
    }

    @Test
    void anOptionalArgumentMayBeNull() {
        String json = GOOD.replace("\"days\"", "\"hourly\": null, \"days\"");
        assertThat(read(WEATHER, json).hourly()).isEmpty();
    }

    @Test
    void noArgumentsAreTheEmptyObject() {
        assertThat(read(Arguments.of(NoArguments.class), "")).isEqualTo(new NoArguments());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"days\": 3 | \"days\": \"3\" | The argument 'days' must be a whole number, but found \"3\".",
                "\"days\": 3 | \"days\": 3.5 | The argument 'days' must be a whole number, but found 3.5.",
                "\"days\": 3 | \"days\": 15 | The argument 'days' must be in [0, 14], but found 15.",
                "\"days\": 3 | \"days\": 1e999999999 | The argument 'days' must be a whole number",
                "\"days\": 3 | \"days\": null | The argument 'days' must be a whole number, but found null.",
                "\"days\": 3 | \"days\": 13 | The arguments are wrong: no forecast for day 13",
                "\"days\": 3 | \"day\": 3 | The argument 'days' is missing: it is required.",
                "\"days\": 3 | \"days\": 3, \"days\": 4 | The arguments of weather are no JSON object: Duplicate",
                "\"days\": 3 | \"days\": 3, \"x\": 4 | Unknown argument 'x': known are place, unit, days, layers",
                "\"kelvin\" | \"KELVIN\" | The argument 'unit' must be one of celsius, kelvin, but found \"KELVIN\".",
                "\"Oslo\" | \"\" | The argument 'place.town' must be 1 to 20 characters long, but found 0.",
                "\"Oslo\" | 7 | The argument 'place.town' must be a string, but found 7.",
                "[\"rain\"] | [1] | The argument 'layers[0]' must be a string, but found 1.",
                "[\"rain\"] | [\"a\",\"b\",\"c\"] | The argument 'layers' must have 0 to 2 items, but found 3.",
                "{\"a\": 0.5} | {\"a\": true} | The argument 'weights.a' must be a number, but found true.",
                "{\"a\": 0.5} | [] | The argument 'weights' must be an object, but found [].",
                "12.50} | 12.50}} | The arguments of weather are no JSON object",
                "12.50} | 12.50 | The arguments of weather are no JSON object",
            })
    void whatItForbidsIsAParsingErrorThatNamesThePlace(String good, String bad, String message) {
        String json = GOOD.replace(good, bad);
        assertThat(json).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> read(WEATHER, json))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith(message)
                .extracting(failure -> ((ToolException) failure).type())
                .isEqualTo(ToolErrorType.PARSING);
    }

    @Test
    void threePointNoughtIsWhole() {
        assertThat(read(WEATHER, GOOD.replace("\"days\": 3", "\"days\": 3.0")).days())
                .isEqualTo(3);
    }

    @Test
    void whateverIsWrittenIsReadOrAParsingError() {
        Random random = new Random(7);
        String alphabet = "{}[]\",:0123456789.eE+-truefalsnkvi \\u\n\uD83D\uDE00";
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder json = new StringBuilder(GOOD);
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                int at = random.nextInt(json.length());
                json.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                read(WEATHER, json.toString());
                read++;
            } catch (ToolException told) {
                assertThat(told.type()).isEqualTo(ToolErrorType.PARSING);
                assertThat(told.getMessage()).hasSizeLessThan(1000);
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void nestingWithoutEndIsAParsingError() {
        String deep = "[".repeat(200_000);
        assertThatThrownBy(() -> read(WEATHER, deep)).isInstanceOf(ToolException.class);
        assertThatThrownBy(() -> read(WEATHER, "{\"x\":\"" + "y".repeat(Arguments.MAX_LENGTH) + "\"}"))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("but may be 1048576");
    }

    @Test
    void recordsThatNoSchemaCanTellAreRefusedAtOnce() {
        assertThatThrownBy(() -> Arguments.of(Endless.class)).hasMessageContaining("contains itself");
        assertThatThrownBy(() -> Arguments.of(Strange.class))
                .hasMessageContaining("component 'thread'")
                .hasMessageContaining("java.lang.Thread");
    }
}
