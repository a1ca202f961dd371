package dev.assay.store.body;

import dev.assay.core.journal.SampleKey;
import dev.assay.core.journal.SampleRecord.Span;
import dev.assay.core.model.ChatMessage;
import java.util.List;

/// The bytes of an audit's conversations with anything in them that a message may hold, framed as a
/// {@link SampleBody} is.
///
/// @param conversations as in {@link dev.assay.core.journal.SampleRecord}
/// @param spans as in {@link dev.assay.core.journal.SampleRecord}
public record ConversationsBody(List<List<ChatMessage>> conversations, List<Span> spans) {

    private static final SampleKey PLACE = new SampleKey(0, 1, 1);

    /// @throws TooLargeException if it does not fit
    public byte[] encode() {
        return SampleBody.encode(PLACE, 0, sink -> {
            MessageEncoder messages = new MessageEncoder(sink);
            sink.number(conversations.size());
            conversations.forEach(messages::messages);
            sink.number(spans.size());
            for (Span span : spans) {
                sink.signed(span.conversation());
                sink.signed(span.message());
                sink.signed(span.start());
                sink.signed(span.end());
            }
        });
    }

    /// @throws RuntimeException if the bytes are damaged
    public static ConversationsBody decode(byte[] stored) {
        return SampleBody.decode(PLACE, 0, stored, source -> {
            MessageDecoder messages = new MessageDecoder(source);
            return new ConversationsBody(
                    source.list(messages::messages),
                    source.list(() -> new Span(integer(source), integer(source), integer(source), integer(source))));
        });
    }

    private static int integer(ByteSource source) {
        return Math.toIntExact(source.signed());
    }
}
