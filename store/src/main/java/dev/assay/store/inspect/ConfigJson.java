package dev.assay.store.inspect;

import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ResponseSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Settings of an answer, in Assay's words and in Inspect's.
final class ConfigJson {

    /// The words that Inspect takes for effort; another would make the log unreadable.
    private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private ConfigJson() {}

    static ObjectNode write(GenerateConfig config) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("max_tokens", config.maxTokens());
        config.temperature().ifPresent(value -> MessageWriter.putNumber(json, "temperature", value));
        config.topP().ifPresent(value -> json.put("top_p", value));
        config.topK().ifPresent(value -> json.put("top_k", value));
        config.seed().ifPresent(value -> json.put("seed", value));
        config.frequencyPenalty().ifPresent(value -> json.put("frequency_penalty", value));
        config.presencePenalty().ifPresent(value -> json.put("presence_penalty", value));
        if (!config.stop().isEmpty()) {
            ArrayNode stop = json.putArray("stop_seqs");
            config.stop().forEach(stop::add);
        }
        if (config.logprobs()) {
            json.put("logprobs", true);
        }
        if (config.topLogprobs() > 0) {
            json.put("top_logprobs", config.topLogprobs());
        }
        config.reasoningEffort().filter(EFFORTS::contains).ifPresent(value -> json.put("reasoning_effort", value));
        config.reasoningTokens().ifPresent(value -> json.put("reasoning_tokens", value));
        config.responseSchema().ifPresent(schema -> json.set("response_schema", schema(schema)));
        return json;
    }

    private static ObjectNode schema(ResponseSchema schema) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("name", schema.name());
        json.set("json_schema", SchemaJson.schema(parsed(schema.schema())));
        json.put("strict", schema.strict());
        return json;
    }

    private static JsonNode parsed(String schema) {
        try {
            return InspectJson.MAPPER.readTree(schema);
        } catch (JacksonException noJson) {
            return InspectJson.MAPPER.createObjectNode();
        }
    }

    /// Settings from a log; one that lies outside what Assay takes is left open. Inspect's "no limit of
    /// tokens" becomes the default of {@link GenerateConfig}, which has no such word.
    static GenerateConfig read(ObjectNode json) {
        GenerateConfig.Builder builder = new GenerateConfig.Builder()
                .temperature(within(InspectJson.number(json, "temperature"), 0, 2))
                .topP(within(InspectJson.number(json, "top_p"), Double.MIN_VALUE, 1))
                .topK(whole(json, "top_k"))
                .seed(seed(json))
                .frequencyPenalty(within(InspectJson.number(json, "frequency_penalty"), -2, 2))
                .presencePenalty(within(InspectJson.number(json, "presence_penalty"), -2, 2))
                .reasoningEffort(InspectJson.text(json, "reasoning_effort"))
                .reasoningTokens(whole(json, "reasoning_tokens"))
                .logprobs(InspectJson.flag(json, "logprobs"))
                .topLogprobs((int) Math.clamp(InspectJson.count(json, "top_logprobs"), 0, 20))
                .stop(stop(json))
                .responseSchema(schema(InspectJson.object(json, "response_schema")));
        whole(json, "max_tokens").ifPresent(builder::maxTokens);
        return builder.build();
    }

    private static OptionalDouble within(OptionalDouble value, double least, double most) {
        return value.isPresent() && value.getAsDouble() >= least && value.getAsDouble() <= most
                ? value
                : OptionalDouble.empty();
    }

    private static OptionalInt whole(ObjectNode json, String name) {
        long value = InspectJson.count(json, name);
        return value >= 1 && value <= Integer.MAX_VALUE ? OptionalInt.of((int) value) : OptionalInt.empty();
    }

    private static OptionalLong seed(ObjectNode json) {
        JsonNode seed = json.get("seed");
        return seed != null && seed.isIntegralNumber() && seed.canConvertToLong()
                ? OptionalLong.of(seed.longValue())
                : OptionalLong.empty();
    }

    private static List<String> stop(ObjectNode json) {
        List<String> stop = new ArrayList<>();
        InspectJson.array(json, "stop_seqs").forEach(text -> stop.add(InspectJson.anyText(text)));
        return stop;
    }

    private static Optional<ResponseSchema> schema(ObjectNode json) {
        return json.has("json_schema")
                ? Optional.of(new ResponseSchema(
                        InspectJson.anyText(json, "name"),
                        InspectJson.anyText(json, "json_schema"),
                        InspectJson.flag(json, "strict")))
                : Optional.empty();
    }
}
