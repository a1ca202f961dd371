package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.organisms.Expectation;
import dev.assay.organisms.Organism;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.recipe.Tier;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.zoo.Zoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./assay organisms list`.
@Command(
        name = "list",
        description = "List the organisms and what is planted in each.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    private static final int LINE_LIMIT = 2_000;

    private final Console console;

    @Option(names = "--json", description = "Write the list with the whole truth table as JSON.")
    private boolean json;

    @Option(
            names = "--tiers",
            description = "List the tiers, and which of their organisms are built, missed or missing.")
    private boolean tiers;

    @Option(names = "--zoo", paramLabel = "DIR", description = "The zoo (default: $ASSAY_ZOO, else zoo in the cache).")
    private @Nullable Path zoo;

    ListCommand(Console console) {
        this.console = console;
    }

    /// @param name name without `organism:`
    /// @param origin `ships` or `zoo`
    /// @param description one line
    /// @param truth claim id to `must fail`, `may fail` or `must pass`
    record Row(String name, String origin, String description, Map<String, String> truth) {
        static Row of(Organism organism, String origin) {
            Map<String, String> truth = new LinkedHashMap<>();
            organism.truth().forEach((claim, expected) -> truth.put(claim, expected.words()));
            return new Row(organism.name(), origin, organism.description(), truth);
        }
    }

    /// @param tier dev or calibration
    /// @param name of the recipe
    /// @param state built, missed, begun or missing
    record TierRow(String tier, String name, String state) {}

    private Integer tiers() {
        Zoo made = new Zoo(ZooFolder.of(zoo));
        List<TierRow> rows = Arrays.stream(Tier.values())
                .flatMap(tier -> tier.recipes().stream()
                        .map(recipe -> new TierRow(
                                tier.id(),
                                recipe.name(),
                                made.state(recipe).name().toLowerCase(Locale.ROOT))))
                .toList();
        if (json) {
            console.out()
                    .println(JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(rows));
            return ExitCode.OK.code();
        }
        rows.forEach(row -> console.out()
                .println(String.format(Locale.ROOT, "  %-12s %-40s %s", row.tier(), row.name(), row.state())));
        return ExitCode.OK.code();
    }

    @Override
    public Integer call() {
        if (tiers) {
            return tiers();
        }
        List<Organism> organisms = Organisms.list();
        List<Organism> made = made();
        if (json) {
            List<Row> rows = Stream.concat(
                            organisms.stream().map(organism -> Row.of(organism, "ships")),
                            made.stream().map(organism -> Row.of(organism, "zoo")))
                    .toList();
            console.out()
                    .println(JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(rows));
            return ExitCode.OK.code();
        }
        int width = Stream.concat(organisms.stream(), made.stream())
                .mapToInt(organism -> organism.name().length())
                .max()
                .orElse(0);
        organisms.forEach(organism -> console.out().println(row(organism, width)));
        if (!made.isEmpty()) {
            console.out().println();
            console.out().println("  in the zoo " + ZooFolder.of(zoo));
            made.forEach(organism -> console.out().println(row(organism, width)));
        }
        console.out().println();
        console.out().println("  next    ./assay audit organism:base   or   ./assay organisms show finch");
        return ExitCode.OK.code();
    }

    /// Those that were made here; one that is damaged is told on standard error and left out.
    private List<Organism> made() {
        Zoo made = new Zoo(ZooFolder.of(zoo));
        List<Organism> organisms = new ArrayList<>();
        for (String name : made.names()) {
            try {
                organisms.add(made.organism(name));
            } catch (OrganismException e) {
                console.err().println("note: " + Printable.line(String.valueOf(e.getMessage()), LINE_LIMIT));
            }
        }
        return organisms;
    }

    private static String row(Organism organism, int width) {
        return String.format(Locale.ROOT, "  organism:%-" + width + "s   %s", organism.name(), planted(organism));
    }

    private static String planted(Organism organism) {
        String must = claims(organism, Expectation.MUST_FAIL);
        String may = claims(organism, Expectation.MAY_FAIL);
        String unseen = organism.truth().entrySet().stream()
                .filter(entry -> entry.getValue() == Expectation.MUST_FAIL)
                .map(Map.Entry::getKey)
                .filter(claim -> !Fault.of(claim).isAudited())
                .collect(Collectors.joining(", "));
        String nothing = organism.faults().isEmpty()
                ? "clean: no fault is planted"
                : "planted, but it did not take: " + String.join(", ", organism.faults());
        List<String> parts = new ArrayList<>();
        add(parts, "must fail: ", must);
        add(parts, "shows, but no claim of an audit asks for it yet: ", unseen);
        if (parts.isEmpty()) {
            parts.add(nothing);
        }
        add(parts, "may fail: ", may);
        return String.join("; ", parts);
    }

    private static void add(List<String> parts, String words, String claims) {
        if (!claims.isEmpty()) {
            parts.add(words + claims);
        }
    }

    /// The claims of an audit of which this is expected.
    private static String claims(Organism organism, Expectation expected) {
        return organism.truth().entrySet().stream()
                .filter(entry -> entry.getValue() == expected)
                .map(Map.Entry::getKey)
                .filter(claim -> Fault.of(claim).isAudited())
                .collect(Collectors.joining(", "));
    }
}
