package dev.assay.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GenAiOperationNameIncubatingValues;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GenAiProviderNameIncubatingValues;
import io.opentelemetry.semconv.incubating.GenAiIncubatingMetrics;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The names are those that OpenTelemetry publishes, with their types.
class ConventionsTest {

    /// Values of any type, which the published constants leave out.
    private static final Set<String> OF_ANY_TYPE = Set.of(
            "gen_ai.input.messages",
            "gen_ai.output.messages",
            "gen_ai.system_instructions",
            "gen_ai.tool.call.arguments",
            "gen_ai.tool.call.result");

    private static Set<AttributeKey<?>> keys(Class<?>... holders) throws IllegalAccessException {
        Set<AttributeKey<?>> keys = new java.util.HashSet<>();
        for (Class<?> holder : holders) {
            for (Field field : holder.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == AttributeKey.class) {
                    keys.add((AttributeKey<?>) field.get(null));
                }
            }
        }
        return keys;
    }

    @Test
    void everyAttributeIsPublished() throws IllegalAccessException {
        Set<AttributeKey<?>> published =
                keys(GenAiIncubatingAttributes.class, ErrorAttributes.class, ServerAttributes.class);
        Set<String> unknown = new TreeSet<>();
        for (AttributeKey<?> key : keys(Conventions.class)) {
            boolean own = key.getKey().startsWith("assay.");
            if (!own && !OF_ANY_TYPE.contains(key.getKey()) && !published.contains(key)) {
                unknown.add(key.getKey() + " " + key.getType());
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void operationsMetricsAndProvidersArePublished() {
        assertThat(Conventions.CHAT).isEqualTo(GenAiOperationNameIncubatingValues.CHAT);
        assertThat(Conventions.EXECUTE_TOOL).isEqualTo(GenAiOperationNameIncubatingValues.EXECUTE_TOOL);
        assertThat(Conventions.DURATION_METRIC).isEqualTo(GenAiIncubatingMetrics.GEN_AI_CLIENT_OPERATION_DURATION_NAME);
        assertThat(Conventions.TOKEN_METRIC).isEqualTo(GenAiIncubatingMetrics.GEN_AI_CLIENT_TOKEN_USAGE_NAME);
        assertThat(Stream.of("openai", "azure.ai.openai", "anthropic", "gcp.gemini", "aws.bedrock"))
                .containsExactly(
                        GenAiProviderNameIncubatingValues.OPENAI,
                        GenAiProviderNameIncubatingValues.AZURE_AI_OPENAI,
                        GenAiProviderNameIncubatingValues.ANTHROPIC,
                        GenAiProviderNameIncubatingValues.GCP_GEMINI,
                        GenAiProviderNameIncubatingValues.AWS_BEDROCK);
    }
}
