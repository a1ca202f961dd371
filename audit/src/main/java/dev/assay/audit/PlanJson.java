package dev.assay.audit;

import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A plan as JSON: every component under its name in the order of the record, no blanks, `null` for an absent part.
/// These bytes are what a plan's hash is taken of. Written by hand, since a plan is hashed before the first call and
/// a mapper takes longer to learn its shape than to write it; the mapper reads it, and a test holds both alike.
final class PlanJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private PlanJson() {}

    static String of(AuditPlan plan) {
        StringWriter text = new StringWriter(16_384);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("schema", plan.schema());
            json.writeStringProperty("assayVersion", plan.assayVersion());
            json.writeStringProperty("target", plan.target());
            json.writeStringProperty("fingerprint", plan.fingerprint());
            json.writeStringProperty("domain", plan.domain());
            json.writeStringProperty("domainDigest", plan.domainDigest());
            json.writeNumberProperty("seed", plan.seed());
            json.writeNumberProperty("alpha", plan.alpha());
            json.writeNumberProperty("temperature", plan.temperature());
            json.writeNumberProperty("maxTokens", plan.maxTokens());
            json.writeNumberProperty("budgetCalls", plan.budgetCalls());
            json.writeNumberProperty("maxCalls", plan.maxCalls());
            json.writeArrayPropertyStart("claims");
            plan.claims().forEach(claim -> claim(json, claim));
            json.writeEndArray();
            texts(json, "leftOut", plan.leftOut());
            json.writeStringProperty("order", plan.order());
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void claim(JsonGenerator json, ClaimPlan claim) {
        json.writeStartObject();
        json.writeStringProperty("id", claim.id());
        json.writeStringProperty("kind", claim.kind().name());
        json.writeStringProperty("title", claim.title());
        json.writeStringProperty("meaning", claim.meaning());
        json.writeStringProperty("severity", claim.severity().name());
        json.writeNumberProperty("bar", claim.bar());
        json.writeNumberProperty("alpha", claim.alpha());
        json.writeNumberProperty("claims", claim.claims());
        json.writeNumberProperty("cap", claim.cap());
        json.writeNumberProperty("draws", claim.draws());
        json.writeNumberProperty("estimateDraws", claim.estimateDraws());
        json.writeNumberProperty("turns", claim.turns());
        json.writeNumberProperty("callsPerDraw", claim.callsPerDraw());
        json.writeNumberProperty("fixedCalls", claim.fixedCalls());
        json.writeNumberProperty("maxCalls", claim.maxCalls());
        json.writeNumberProperty("seed", claim.seed());
        part(json, "gate", claim.gate(), gate -> {
            texts(json, "encodings", gate.encodings());
            json.writeNumberProperty("controls", gate.controls());
            json.writeNumberProperty("needed", gate.needed());
        });
        part(json, "search", claim.search(), search -> {
            texts(json, "candidates", search.candidates());
            json.writeNumberProperty("placements", search.placements());
            json.writeNumberProperty("requests", search.requests());
        });
        part(json, "elicitation", claim.elicitation(), elicitation -> {
            texts(json, "candidates", elicitation.candidates());
            json.writeNumberProperty("items", elicitation.items());
        });
        json.writeStringProperty("errorRule", claim.errorRule());
        json.writeStringProperty("exclusionRule", claim.exclusionRule());
        json.writeStringProperty("sampler", claim.sampler());
        json.writeStringProperty("detector", claim.detector());
        texts(json, "limits", claim.limits());
        texts(json, "cannotBeShown", claim.cannotBeShown());
        json.writeStringProperty("drawsDigest", claim.drawsDigest());
        json.writeEndObject();
    }

    private static <T> void part(JsonGenerator json, String name, Optional<T> part, Consumer<T> fields) {
        if (part.isEmpty()) {
            json.writeNullProperty(name);
            return;
        }
        json.writeObjectPropertyStart(name);
        fields.accept(part.get());
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }
}
