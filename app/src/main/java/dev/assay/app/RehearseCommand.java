package dev.assay.app;

import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Style;
import dev.assay.audit.domain.PreparedDomains;
import dev.assay.organisms.Organisms;
import dev.assay.store.SqliteLibrary;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What the launcher runs once after a build, so that the JVM learns which classes and call sites to keep ready: short
/// audits of the model that ships, of an endpoint that answers and of an address where nobody does, and an evaluation
/// of that endpoint. Where the launcher names folders for it, it also unpacks SQLite's library and prepares the
/// domains. Prints nothing.
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {

    private static final int SAMPLES = 200;

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
            byte[] wide = Organisms.wideDomainFile().getBytes(StandardCharsets.UTF_8);
            PreparedDomains.prepare(Path.of(prepared), List.of(world, wide));
        }
        audit("organism", "--budget", "400calls");
        run("why", "card-number", "--run", folder.resolve("organism").toString());
        audit("nobody", "http://127.0.0.1:9/v1#nobody");
        try (RehearsalServer server = RehearsalServer.start()) {
            audit("endpoint", server.target(), "--budget", "200calls");
            evaluate(server.target());
        }
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

    private void evaluate(String target) throws IOException {
        Path data = folder.resolve("questions.jsonl");
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= SAMPLES; i++) {
            rows.append("{\"id\": ")
                    .append(i)
                    .append(", \"input\": \"Question ")
                    .append(i)
                    .append("?\", \"target\": \"cannot\"}\n");
        }
        Files.writeString(data, rows, StandardCharsets.UTF_8);
        String to = folder.resolve("eval").toString();
        run("eval", "--data", data.toString(), "--model", target, "--limit", "1-150", "--out", to);
        run("eval", "--resume", to);
        run("runs");
    }

    private static void run(String... arguments) {
        Main.run(new Console(silence(), silence(), false, 100, new Style(false)), arguments);
    }

    private static PrintStream silence() {
        return new PrintStream(OutputStream.nullOutputStream());
    }
}
