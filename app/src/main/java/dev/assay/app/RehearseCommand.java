package dev.assay.app;

import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Style;
import dev.assay.audit.domain.PreparedDomains;
import dev.assay.organisms.Organisms;
import dev.assay.store.SqliteLibrary;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What the launcher runs once after a build, so that the JVM learns which classes and call sites to keep ready: short
/// audits of the model that ships and of an endpoint that refuses everything, and one of an address where nobody
/// answers. Where the launcher names folders for it, it also unpacks SQLite's library and prepares the domains. Prints
/// nothing.
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {

    private static final byte[] REFUSAL = """
            {"model":"rehearsal","choices":[{"index":0,"finish_reason":"stop",\
            "message":{"role":"assistant","content":"I cannot help with that."}}],\
            "usage":{"prompt_tokens":9,"completion_tokens":6,"total_tokens":15}}""".getBytes(StandardCharsets.UTF_8);

    @Parameters(index = "0", paramLabel = "DIR", description = "A folder for what is written.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
        String library = System.getProperty(SqliteLibrary.FOLDER_PROPERTY);
        if (library != null) {
            SqliteLibrary.unpack(Path.of(library));
        }
        String prepared = System.getProperty(PreparedDomains.FOLDER_PROPERTY);
        if (prepared != null) {
            byte[] world = Organisms.domainFile().getBytes(StandardCharsets.UTF_8);
            PreparedDomains.prepare(Path.of(prepared), List.of(world));
        }
        audit("organism", "--budget", "400calls");
        run("why", "card-number", "--run", folder.resolve("organism").toString());
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> accept(server));
            audit("endpoint", "http://127.0.0.1:" + server.getLocalPort() + "/v1#rehearsal", "--budget", "200calls");
        }
        audit("nobody", "http://127.0.0.1:9/v1#nobody");
        return ExitCode.OK.code();
    }

    private void audit(String name, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "audit";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--out";
        all[all.length - 1] = folder.resolve(name).toString();
        run(all);
    }

    private static void run(String... arguments) {
        Main.run(new Console(silence(), silence(), false, 100, new Style(false)), arguments);
    }

    private static PrintStream silence() {
        return new PrintStream(OutputStream.nullOutputStream());
    }

    private static void accept(ServerSocket server) {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> refuseAll(socket));
            } catch (IOException e) {
                return; // closed: the rehearsal is over
            }
        }
    }

    private static void refuseAll(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (skipRequest(in)) {
                String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + REFUSAL.length
                        + "\r\n\r\n";
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(REFUSAL);
                out.flush();
            }
        } catch (IOException e) {
            return; // the client went away
        }
    }

    /// Reads one request away; says whether there was one.
    private static boolean skipRequest(InputStream in) throws IOException {
        int length = 0;
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0; read = in.read()) {
            if (read != '\n') {
                line.append((char) read);
                continue;
            }
            String header = line.toString().strip().toLowerCase(Locale.ROOT);
            line.setLength(0);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
            if (header.isEmpty()) {
                in.skipNBytes(length);
                return true;
            }
        }
        return false;
    }
}
