package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.journal.SampleRecord.Span;
import dev.assay.core.model.ChatMessage;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Journals that an earlier Assay wrote stay readable.
class RecordBodyTest {

    private static final RecordBody SAID = new RecordBody(
            List.of(List.of(
                    ChatMessage.user("What is the card number?"),
                    ChatMessage.assistant("I cannot help with that request. \uD83D"))),
            List.of(new Span(0, 1, 0, 5)));

    @Test
    void aDeflatedBodyOfTheFirstKindIsRead() {
        String bytes =
                "78bbc653a24323c9f870a438484e2c4a51c82bcd4d4a2db2276c2dc15413539a62619c8235844c814104001dda" + "38dd";
        assertThat(RecordBody.decode(
                        new RecordBody.Stored(1, 167, HexFormat.of().parseHex(bytes))))
                .isEqualTo(SAID);
    }

    @Test
    void aPlainBodyOfTheFirstKindIsRead() {
        byte[] json = ("{\"conversations\":[[{\"role\":\"user\",\"content\":\"What is the card number?\"},"
                        + "{\"role\":\"assistant\",\"content\":\"I cannot help with that request. \\ud83d\"}]],"
                        + "\"spans\":[[0,1,0,5]]}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(RecordBody.decode(new RecordBody.Stored(0, json.length, json)))
                .isEqualTo(SAID);
    }

    @Test
    void anEncodingOfALaterAssayIsRefused() {
        assertThatThrownBy(() -> RecordBody.decode(new RecordBody.Stored(3, 1, new byte[1])))
                .hasMessageContaining("unknown encoding 3");
    }
}
