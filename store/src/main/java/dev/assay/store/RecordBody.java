package dev.assay.store;

import dev.assay.core.journal.SampleRecord;
import dev.assay.core.journal.SampleRecord.Span;
import dev.assay.core.model.ChatMessage;
import dev.assay.store.body.ConversationsBody;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// What was said in a sample, as the journal stores it: JSON in UTF-8,
/// `{"conversations":[[{"role":"user","content":"..."}]],"spans":[[0,1,4,9]]}`, deflated with a preset
/// dictionary where that is shorter. Where a message is more than one text (thoughts, images, calls of tools and
/// what these returned), it is a {@link ConversationsBody} instead.
///
/// @param conversations as in {@link SampleRecord}
/// @param spans as in {@link SampleRecord}
record RecordBody(List<List<ChatMessage>> conversations, List<Span> spans) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /// Part of the file format: a changed dictionary is a new {@link Stored#encoding}.
    private static final byte[] DICTIONARY =
            ("I'm sorry, but I cannot help with that request. As an AI language model, "
                            + "I can provide information about the following: Please tell me what is the name of the "
                            + "capital of the world? Yes, No, The answer is How do I Sure, here is You are a helpful "
                            + "assistant. Do not \"}],[{\"role\":\"system\",\"content\":\"\"},{\"role\":\"assistant\","
                            + "\"content\":\"\"}]],\"spans\":[[0,1,0,]]}\"},{\"role\":\"user\",\"content\":\""
                            + "{\"conversations\":[[{\"role\":\"user\",\"content\":\"\"},{\"role\":\"assistant\",\"content\":\""
                            + "\"}]],\"spans\":[]}")
                    .getBytes(StandardCharsets.UTF_8);

    private static final int PLAIN = 0;
    private static final int DEFLATED = 1;
    private static final int WHOLE_MESSAGES = 2;

    /// Bytes with what is needed to read them.
    ///
    /// @param encoding 0 plain JSON, 1 deflated JSON, 2 a {@link ConversationsBody}
    /// @param size bytes of the plain JSON, or as stored
    /// @param bytes as stored
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and handed on once.
    record Stored(int encoding, int size, byte[] bytes) {}

    static Stored encode(SampleRecord record) {
        if (!record.conversations().stream().flatMap(List::stream).allMatch(RecordBody::isOneText)) {
            byte[] whole = new ConversationsBody(record.conversations(), record.spans()).encode();
            return new Stored(WHOLE_MESSAGES, whole.length, whole);
        }
        byte[] json = json(record).getBytes(StandardCharsets.UTF_8);
        byte[] deflated = deflate(json);
        return deflated.length < json.length
                ? new Stored(DEFLATED, json.length, deflated)
                : new Stored(PLAIN, json.length, json);
    }

    /// Whether role and content are all of it.
    private static boolean isOneText(ChatMessage message) {
        return message.isPlainText()
                && (message.parts().isEmpty() || !message.content().isEmpty());
    }

    /// @throws RuntimeException if the bytes are damaged
    static RecordBody decode(Stored stored) {
        if (stored.encoding == WHOLE_MESSAGES) {
            ConversationsBody whole = ConversationsBody.decode(stored.bytes);
            return new RecordBody(whole.conversations(), whole.spans());
        }
        byte[] json = switch (stored.encoding) {
            case PLAIN -> stored.bytes;
            case DEFLATED -> inflate(stored);
            default -> throw new IllegalStateException("unknown encoding " + stored.encoding);
        };
        return parse(new String(json, StandardCharsets.UTF_8));
    }

    private static String json(SampleRecord record) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("conversations");
            for (List<ChatMessage> conversation : record.conversations()) {
                json.writeStartArray();
                for (ChatMessage message : conversation) {
                    json.writeStartObject();
                    json.writeStringProperty("role", message.role().wireName());
                    json.writeStringProperty("content", message.content());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("spans");
            for (Span span : record.spans()) {
                int[] numbers = {span.conversation(), span.message(), span.start(), span.end()};
                json.writeArray(numbers, 0, numbers.length);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return StoredText.wellFormedJson(text.toString());
    }

    private static RecordBody parse(String text) {
        List<List<ChatMessage>> conversations = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            expect(json, JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                expect(json, JsonToken.START_ARRAY);
                while (json.nextToken() == JsonToken.START_ARRAY) {
                    switch (name) {
                        case "conversations" -> conversations.add(messages(json));
                        case "spans" -> spans.add(span(json));
                        default -> throw new IllegalStateException("unknown part " + name);
                    }
                }
            }
        }
        return new RecordBody(conversations, spans);
    }

    private static List<ChatMessage> messages(JsonParser json) {
        List<ChatMessage> messages = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            expect(json, JsonToken.PROPERTY_NAME);
            expect(json, JsonToken.VALUE_STRING);
            ChatMessage.Role role = ChatMessage.Role.ofWireName(json.getString());
            expect(json, JsonToken.PROPERTY_NAME);
            expect(json, JsonToken.VALUE_STRING);
            messages.add(new ChatMessage(role, json.getString()));
            expect(json, JsonToken.END_OBJECT);
        }
        return messages;
    }

    private static Span span(JsonParser json) {
        int[] numbers = new int[4];
        for (int index = 0; index < numbers.length; index++) {
            expect(json, JsonToken.VALUE_NUMBER_INT);
            numbers[index] = json.getIntValue();
        }
        expect(json, JsonToken.END_ARRAY);
        return new Span(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    private static void expect(JsonParser json, JsonToken token) {
        if (json.nextToken() != token) {
            throw new IllegalStateException("expected " + token + " and found " + json.currentToken());
        }
    }

    private static byte[] deflate(byte[] json) {
        Deflater deflater = new Deflater();
        try {
            deflater.setDictionary(DICTIONARY);
            deflater.setInput(json);
            deflater.finish();
            byte[] deflated = new byte[json.length];
            int length = deflater.deflate(deflated);
            return deflater.finished() ? Arrays.copyOf(deflated, length) : json;
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(Stored stored) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored.bytes);
            byte[] json = new byte[stored.size];
            int length = inflater.inflate(json);
            if (inflater.needsDictionary()) {
                inflater.setDictionary(DICTIONARY);
                length = inflater.inflate(json);
            }
            if (length != json.length) {
                throw new IllegalStateException("expected " + json.length + " bytes and found " + length);
            }
            return json;
        } catch (DataFormatException damage) {
            throw new IllegalStateException(damage);
        } finally {
            inflater.end();
        }
    }
}
