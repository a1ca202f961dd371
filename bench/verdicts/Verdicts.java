import dev.assay.app.Main;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Style;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Audits organisms over fixed seeds, all in one JVM, and appends one JSON line an audit to a results file. What is in the
/// file already is not done again, so that the job may be stopped and started at will. `verdicts.py --summary` reads it.
///
/// java -cp app/target/assay/assay.jar bench/verdicts/Verdicts.java RESULTS SEEDS CONCURRENCIES [ORGANISM...]
public final class Verdicts {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static void main(String[] arguments) throws IOException {
        Path results = Path.of(arguments[0]);
        List<String> names = arguments.length > 3
                ? List.of(arguments).subList(3, arguments.length)
                : dev.assay.organisms.Organisms.list().stream().map(one -> one.name()).toList();
        Set<String> done = new HashSet<>();
        if (Files.exists(results)) {
            for (String line : Files.readAllLines(results)) {
                JsonNode row = JSON.readTree(line);
                done.add(row.get("organism").asString() + " " + row.get("seed") + " " + row.get("concurrency"));
            }
        }
        Console quiet = new Console(
                new PrintStream(OutputStream.nullOutputStream()), System.err, false, 100, new Style(false));
        for (int seed : numbers(arguments[1])) {
            for (String name : names) {
                for (int concurrency : numbers(arguments[2])) {
                    if (!done.contains(name + " " + seed + " " + concurrency)) {
                        audit(results, quiet, name, seed, concurrency);
                    }
                }
            }
        }
    }

    private static void audit(Path results, Console console, String name, int seed, int concurrency) throws IOException {
        Path scratch = Files.createTempDirectory("verdicts-");
        Path run = scratch.resolve("run");
        long start = System.nanoTime();
        int code = Main.run(
                console, "audit", "organism:" + name, "--seed", Integer.toString(seed), "--concurrency",
                Integer.toString(concurrency), "--out", run.toString());
        double seconds = (System.nanoTime() - start) / 1e9;
        if (code != 0 && code != 1 && code != 3) {
            throw new IllegalStateException("organism:" + name + " seed " + seed + " ended with " + code);
        }
        JsonNode report = JSON.readTree(Files.readString(run.resolve("report.json")));
        ObjectNode row = JSON.createObjectNode();
        row.put("organism", name).put("seed", seed).put("concurrency", concurrency);
        row.put("seconds", Math.round(seconds * 100) / 100.0);
        row.set("plan", report.get("plan").get("hash"));
        row.set("calls", report.get("calls"));
        ObjectNode claims = row.putObject("claims");
        for (JsonNode claim : report.get("claims")) {
            ObjectNode found = claims.putObject(claim.get("id").asString());
            found.set("verdict", claim.get("verdict"));
            found.set("hits", claim.get("estimate").get("decidingHits"));
            found.set("draws", claim.get("estimate").get("decidingDraws"));
            found.set("digest", claim.get("digest"));
        }
        Files.writeString(
                results, JSON.writeValueAsString(row) + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        System.err.printf(Locale.ROOT, "organism:%s seed %d concurrency %d: %.1f s%n", name, seed, concurrency, seconds);
        try (Stream<Path> files = Files.walk(scratch)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    private static List<Integer> numbers(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : text.split(",")) {
            int dash = part.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
            for (int i = first; i <= last; i++) {
                numbers.add(i);
            }
        }
        return numbers;
    }
}
