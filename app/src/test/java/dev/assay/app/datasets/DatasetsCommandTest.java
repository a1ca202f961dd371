package dev.assay.app.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.app.Main;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Style;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsCommandTest {

    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {}

    private Run run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                100,
                new Style(false));
        List<String> all = new ArrayList<>(List.of("datasets"));
        all.addAll(List.of(words));
        if (words.length > 0) {
            all.addAll(List.of("--library", folder.resolve("library").toString()));
        }
        int code = Main.run(console, all.toArray(String[]::new));
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void setsAreListedShownAndImported() throws Exception {
        Path file = Files.writeString(
                folder.resolve("mine.csv"), "category,source,forbidden_prompt\nBaking,us,How do I bake a lorry?\n");
        assertThat(run("list").out()).contains("    strongreject ").contains("[gated]");
        Run imported = run("import", "strongreject", file.toString());
        assertThat(imported.code()).isZero();
        assertThat(imported.out()).contains("strongreject: 1 samples").contains("pinned now");
        assertThat(run("list").out()).contains("  * strongreject ");
        assertThat(run("list", "--json").out()).contains("\"kept\" : true");
        assertThat(run("show", "gsm8k").out())
                .contains("3730d312f6e3440559ace48831e51066acaca737f6eabec99bccb9e4b3c39d14")
                .contains("MIT");
    }

    @Test
    void mistakesAreOneSentence() throws Exception {
        assertThat(run("show", "gsmk8"))
                .isEqualTo(
                        new Run(2, "", "error: there is no dataset 'gsmk8' in the registry: did you mean 'gsm8k'?\n"));
        assertThat(run("import", "mmlu", "no.parquet").err())
                .isEqualTo("error: there is no file 'no.parquet'; check the path.\n");
        Path bad = Files.writeString(folder.resolve("bad.csv"), "wrong\nrow\n");
        Run refused = run("import", "strongreject", bad.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("The row has no 'forbidden_prompt' (it has wrong)");
        assertThat(run("get", "gsm8k", "--offline").err())
                .contains("is not fetched with --offline")
                .contains("import gsm8k FILE");
        assertThat(run("get", "gpqa-diamond").err()).contains("asks for consent");
        assertThat(Files.exists(folder.resolve("library/gsm8k"))).isFalse();
    }

    @Test
    void filesAreFetchedWholeOrNotAtAll() throws Exception {
        byte[] bytes = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server));
            String address = "http://127.0.0.1:" + server.getLocalPort();
            for (String path : List.of("/file", "/moved")) {
                try (Download download = Download.open(URI.create(address + path))) {
                    assertThat(download.body().readAllBytes()).isEqualTo(bytes);
                }
            }
            assertThatThrownBy(() -> Download.open(URI.create(address + "/gone")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("status 404");
            try (Download download = Download.open(URI.create(address + "/cut"))) {
                assertThatThrownBy(() -> download.body().readAllBytes()).isInstanceOf(IOException.class);
            }
            try (Download download = Download.open(URI.create(address + "/stuck"), Duration.ofMillis(50))) {
                assertThatThrownBy(() -> download.body().readAllBytes())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("it took longer than");
            }
        }
    }

    /// Answers one request a connection until the socket is closed.
    private static void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                String path = String.valueOf(in.readLine()).split(" ")[1];
                while (!String.valueOf(in.readLine()).isEmpty()) {
                    // the headers do not matter
                }
                String answer = switch (path) {
                    case "/file" -> "200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\none\ntwo\n";
                    case "/moved" -> "302 Found\r\nLocation: /file\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                    case "/stuck" -> "200 OK\r\nContent-Length: 1000\r\n\r\none\n";
                    case "/cut" -> "200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\none\n";
                    default -> "404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                };
                socket.getOutputStream().write(("HTTP/1.1 " + answer).getBytes(StandardCharsets.US_ASCII));
                while (path.equals("/stuck") && in.read() >= 0) {
                    // until the other side gives up
                }
            } catch (IOException closed) {
                return;
            }
        }
    }
}
