package dev.assay.core.task;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.ToolCall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A digest over samples: every text with its length before it, so that no two lists of samples read alike.
public final class SampleDigest {

    private final MessageDigest digest;

    private SampleDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256.", missing);
        }
    }

    /// SHA-256 over the samples in their order, in hexadecimal.
    public static String of(Stream<Sample> samples) {
        SampleDigest all = new SampleDigest();
        samples.forEachOrdered(all::add);
        return HexFormat.of().formatHex(all.digest.digest());
    }

    private void add(Sample sample) {
        add(sample.id());
        add(sample.input().size());
        sample.input().forEach(this::add);
        add(sample.target().texts().size());
        sample.target().texts().forEach(this::add);
        add(sample.choices().size());
        sample.choices().forEach(this::add);
        Map<String, String> metadata = new TreeMap<>(sample.metadata());
        add(metadata.size());
        metadata.forEach((key, value) -> {
            add(key);
            add(value);
        });
    }

    private void add(ChatMessage message) {
        add(message.role().wireName());
        add(message.parts().size());
        for (Content part : message.parts()) {
            switch (part) {
                case Content.Text text -> {
                    add("text");
                    add(text.text());
                }
                case Content.Reasoning thought -> {
                    add("reasoning");
                    add(thought.reasoning());
                }
                case Content.Image image -> {
                    add("image");
                    add(image.source());
                    add(image.detail().name());
                }
            }
        }
        add(message.toolCalls().size());
        for (ToolCall call : message.toolCalls()) {
            add(call.id());
            add(call.function());
            add(call.arguments());
        }
        add(message.toolResult().map(result -> result.toolCallId()).orElse(""));
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        digest.update(bytes);
    }

    private void add(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }
}
