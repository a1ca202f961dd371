package dev.assay.report.json;

import dev.assay.core.audit.AuditReport;
import dev.assay.core.model.ChatMessage;
import dev.assay.report.ReportException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// `report.json`: the whole report, schema {@link AuditReport#SCHEMA}, described in `docs/report-json.md`. Keys
/// stand in the order of the records' components. A number that is not known is `null`, never NaN. The text is ASCII,
/// so that
/// what a model said can neither drive a terminal nor hide.
public final class JsonReport {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(double.class, new KnownNumber())
                    .addSerializer(Double.class, new KnownNumber())
                    .addSerializer(ChatMessage.class, new MessageWriter())
                    .addDeserializer(ChatMessage.class, new MessageReader())
                    .addDeserializer(double.class, new MaybeNumber()))
            .build();

    private JsonReport() {}

    /// The report as JSON text in ASCII.
    public static String write(AuditReport report) {
        return JSON.writeValueAsString(report) + "\n";
    }

    /// The report that {@link #write} wrote.
    ///
    /// @throws ReportException if the text is no JSON, has another schema, or lacks or adds a key
    public static AuditReport read(String json) {
        try {
            JsonNode root = JSON.readTree(json);
            String schema = root.path("schema").asString("");
            if (!schema.equals(AuditReport.SCHEMA)) {
                throw new ReportException("The report has schema '" + printable(schema) + "', but this version reads '"
                        + AuditReport.SCHEMA + "': use the version of Assay that wrote it.");
            }
            return JSON.treeToValue(root, AuditReport.class);
        } catch (JacksonException e) {
            throw new ReportException(
                    "The report is not as " + AuditReport.SCHEMA + " asks: " + printable(e.getOriginalMessage())
                            + ". Audit again, or restore report.json from a copy.",
                    e);
        }
    }

    private static String printable(String text) {
        String line = text.lines().findFirst().orElse("").replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() > 200 ? line.substring(0, 200) + "..." : line;
    }

    /// A message as the schema has it: who says what. An audit's conversations are plain text.
    private record Said(ChatMessage.Role role, String content) {}

    private static final class MessageWriter extends ValueSerializer<ChatMessage> {
        @Override
        public void serialize(ChatMessage message, JsonGenerator out, SerializationContext context) {
            context.writeValue(out, new Said(message.role(), message.content()));
        }
    }

    private static final class MessageReader extends ValueDeserializer<ChatMessage> {
        @Override
        public ChatMessage deserialize(JsonParser in, DeserializationContext context) {
            Said said = context.readValue(in, Said.class);
            return new ChatMessage(said.role(), said.content());
        }
    }

    /// Writes a number that is not known as null.
    private static final class KnownNumber extends ValueSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator out, SerializationContext context) {
            if (Double.isFinite(value)) {
                out.writeNumber(value);
            } else {
                out.writeNull();
            }
        }
    }

    /// Reads null as a number that is not known.
    private static final class MaybeNumber extends ValueDeserializer<Double> {
        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) {
            if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT || in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return in.getDoubleValue();
            }
            return (Double) context.handleUnexpectedToken(double.class, in);
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }
    }
}
