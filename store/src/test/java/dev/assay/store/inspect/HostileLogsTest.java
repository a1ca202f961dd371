package dev.assay.store.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logs that were made to hurt, and logs that were damaged: each is refused with one sentence.
class HostileLogsTest {

    private static final ReadLimits SMALL = new ReadLimits(1 << 20, 10_000);
    private static final String HEADER = "{\"version\":2,\"status\":\"success\",\"eval\":{\"created\":"
            + "\"2026-01-01T00:00:00+00:00\",\"task\":\"t\",\"dataset\":{},\"model\":\"m\",\"config\":{}}}";

    @TempDir
    private Path folder;

    @Test
    void aMemberThatUnpacksToMoreThanTheHeapAllowsIsRefused() throws IOException {
        Path file = archive("samples/a_epoch_1.json", "[" + " ".repeat(2 << 20) + "]");
        assertRefused(file, "samples/a_epoch_1.json", "1048576 bytes");
    }

    @Test
    void aMemberThatHoldsMoreThanItClaimsIsRefused() throws IOException {
        byte[] bytes =
                Files.readAllBytes(archive("samples/a_epoch_1.json", "{\"id\":1,\"x\":\"" + "y".repeat(9000) + "\"}"));
        patch(bytes, 24, 100);
        assertRefused(written(bytes), "more than the 100 bytes that it claims");
    }

    @Test
    void aWrongChecksumIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(archive("samples/a_epoch_1.json", "{\"id\":1}"));
        patch(bytes, 16, 7);
        assertRefused(written(bytes), "wrong checksum");
    }

    @Test
    void membersThatShareBytesAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(archive("samples/a_epoch_1.json", "{\"id\":1}"));
        patch(bytes, 42, 0);
        assertRefused(written(bytes), "shares bytes with another");
    }

    @Test
    void aMemberBeyondTheFileIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(archive("samples/a_epoch_1.json", "{\"id\":1}"));
        patch(bytes, 20, Integer.MAX_VALUE);
        assertRefused(written(bytes), "outside the file");
    }

    @Test
    void anEncryptedMemberAndAnUnknownMethodAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(archive("samples/a_epoch_1.json", "{\"id\":1}"));
        byte[] encrypted = bytes.clone();
        patchShort(encrypted, 8, 1);
        assertRefused(written(encrypted), "is encrypted");
        patchShort(bytes, 10, 14);
        assertRefused(written(bytes), "method 14");
    }

    @Test
    void moreMembersThanTheDirectoryHoldsAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(archive("samples/a_epoch_1.json", "{\"id\":1}"));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(bytes.length - 12, (short) 60_000);
        assertRefused(written(bytes), "cannot list 60000 members");
    }

    @Test
    void fewRangesThatNameManyMessagesAreRefused() throws IOException {
        StringBuilder ranges = new StringBuilder("[0,10]");
        for (int range = 0; range < 1_001; range++) {
            ranges.append(",[0,10]");
        }
        StringBuilder messages = new StringBuilder("{\"role\":\"user\",\"content\":\"x\"}");
        for (int message = 1; message < 10; message++) {
            messages.append(",{\"role\":\"user\",\"content\":\"x\"}");
        }
        Path file = archive(
                "samples/a_epoch_1.json",
                "{\"id\":1,\"epoch\":1,\"events\":[{\"event\":\"model\",\"input_refs\":[" + ranges
                        + "]}],\"events_data\":{\"messages\":[" + messages + "],\"calls\":[]}}");
        try (InspectLog log = InspectLog.open(file, SMALL)) {
            assertThatThrownBy(() -> log.forEachSample(InspectSample::resolved))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("more than 10000 messages");
        }
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        assertRefused(archive("samples/a_epoch_1.json", "[".repeat(100_000)), "JSON");
    }

    @Test
    void namesThatLeaveTheFolderAreOnlyNames() throws IOException {
        Path file = archive(
                "samples/../../../etc/passwd_epoch_1.json",
                "{\"id\":\"../../../etc/passwd\",\"epoch\":1,\"input\":\"x\"}");
        try (InspectLog log = InspectLog.open(file, SMALL)) {
            assertThat(log.sample("../../../etc/passwd", 1)).isPresent();
        }
    }

    @Test
    void aTextThatLooksLikeAReferenceStaysAText() throws IOException {
        Path file = archive(
                "samples/a_epoch_1.json",
                "{\"id\":1,\"epoch\":1,\"input\":\"attachment://aa\",\"scores\":{\"s\":{\"value\":1,\"answer\":\"attachment://aa\"}},"
                        + "\"attachments\":{\"aa\":\"secret\"}}");
        try (InspectLog log = InspectLog.open(file, SMALL)) {
            log.forEachSample(sample -> assertThat(sample.resolved().toString()).doesNotContain("secret"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "PK", "hello", "{", "[]", "{}", "{\"eval\":1}", "PK\u0003\u0004"})
    void whatIsNoLogIsRefused(String content) throws IOException {
        Path file = written(content.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> {
                    try (InspectLog log = InspectLog.open(file)) {
                        log.header();
                    }
                })
                .isInstanceOf(LogException.class)
                .hasMessageStartingWith("log '" + file + "': ");
    }

    @Test
    void aMissingFileAndAFolderAreRefused() {
        assertThatThrownBy(() -> InspectLog.open(folder.resolve("none.eval")))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("there is no log");
        assertThatThrownBy(() -> InspectLog.open(folder))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("folder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tools.eval", "epochs.eval", "chunked__tools.eval", "stored.eval", "deflated.eval", "killed.eval"
            })
    void damageIsSaidInOneSentence(String name) throws Exception {
        byte[] whole = Files.readAllBytes(GoldenLogsTest.folder().resolve(name));
        Path file = folder.resolve("damaged.eval");
        Random random = new Random(name.hashCode());
        for (int round = 0; round < 150; round++) {
            Files.write(file, LogMutations.mutate(whole, random));
            readAll(file);
        }
    }

    /// Reads all there is; only a {@link LogException} may come of it.
    static void readAll(Path file) {
        try (InspectLog log = InspectLog.open(file, SMALL)) {
            log.headerJson();
            log.header();
            log.forEachSummary(summary -> {});
            log.forEachReduction(reduction -> {});
            log.forEachSample(sample -> {
                sample.resolved();
                sample.toEvalSample();
            });
        } catch (LogException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private void assertRefused(Path file, String... parts) {
        assertThatThrownBy(() -> {
                    try (InspectLog log = InspectLog.open(file, SMALL)) {
                        log.forEachSample(sample -> {});
                    }
                })
                .isInstanceOf(LogException.class)
                .hasMessageContaining(file.toString())
                .satisfies(failure ->
                        Arrays.stream(parts).forEach(part -> assertThat(failure).hasMessageContaining(part)));
    }

    private Path archive(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("header.json"));
            zip.write(HEADER.getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return written(bytes.toByteArray());
    }

    private Path written(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("log.eval"), bytes);
    }

    /// Sets a field of the last entry of the central directory.
    private static void patch(byte[] archive, int field, int value) {
        ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).putInt(lastEntry(archive) + field, value);
    }

    private static void patchShort(byte[] archive, int field, int value) {
        ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).putShort(lastEntry(archive) + field, (short) value);
    }

    private static int lastEntry(byte[] archive) {
        ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int at = archive.length - 46;
        while (bytes.getInt(at) != 0x02014b50) {
            at--;
        }
        return at;
    }
}
