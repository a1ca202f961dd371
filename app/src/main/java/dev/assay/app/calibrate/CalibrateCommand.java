package dev.assay.app.calibrate;

import dev.assay.app.AssayVersion;
import dev.assay.app.ExitCode;
import dev.assay.app.Interruption;
import dev.assay.app.UserError;
import dev.assay.app.organisms.ZooFolder;
import dev.assay.app.target.OrganismCache;
import dev.assay.app.terminal.Console;
import dev.assay.audit.AuditInterruptedException;
import dev.assay.calibrate.Calibration;
import dev.assay.calibrate.CalibrationPage;
import dev.assay.calibrate.Calibrator;
import dev.assay.calibrate.ClaimPower;
import dev.assay.calibrate.Examination;
import dev.assay.calibrate.Examiner;
import dev.assay.calibrate.HoldOut;
import dev.assay.calibrate.Judged;
import dev.assay.calibrate.Ledger;
import dev.assay.calibrate.Subject;
import dev.assay.calibrate.Subjects;
import dev.assay.organisms.recipe.Tier;
import dev.assay.organisms.world.Scope;
import dev.assay.organisms.zoo.Zoo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./assay calibrate`.
@Command(
        name = "calibrate",
        description = {
            "Audit models whose faults are known, and write what the audit finds and whom it accuses.",
            "What was examined is kept: run it again to go on. See docs/calibration.md."
        },
        mixinStandardHelpOptions = true)
public final class CalibrateCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--tier",
            split = ",",
            paramLabel = "TIER",
            description = "shipped, dev or calibration; several with commas (default: shipped).")
    private List<String> tiers = List.of(Subjects.SHIPPED);

    @Option(
            names = "--organisms",
            split = ",",
            paramLabel = "NAME",
            description = "These alone, from the tiers, the shipped ones and the zoo.")
    private List<String> names = List.of();

    @Option(
            names = "--world",
            paramLabel = "WORLD",
            description = "core: ten claims; wide: further ones, on the models that speak of it (default: core).")
    private Scope world = Scope.CORE;

    @Option(
            names = "--zoo",
            paramLabel = "DIR",
            description = "Where the organisms made by recipe lie (default: zoo in the cache).")
    private @Nullable Path zoo;

    @Option(
            names = "--budget",
            split = ",",
            paramLabel = "CALLS",
            description = "Most calls of an audit; several with commas (default: 0, the plan's own limit).")
    private List<Long> budgets = List.of(0L);

    @Option(
            names = "--seed",
            split = ",",
            paramLabel = "N",
            description = "Seeds of the draws, an audit each (default: 1).")
    private List<Long> seeds = List.of(1L);

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Ledger, calibration.json, calibration.md and its picture (default: calibration).")
    private Path out = Path.of("calibration");

    private CalibrateCommand(Console console) {
        this.console = console;
    }

    /// The command with its subcommands.
    public static CommandLine commandLine(Console console) {
        return new CommandLine(new CalibrateCommand(console))
                .addSubcommand(new SealCommand(console))
                .addSubcommand(new OpenCommand(console))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() {
        check();
        List<Subject> subjects = subjects();
        if (subjects.isEmpty()) {
            throw new UserError("there is no organism to examine: make some with ./assay organisms train --missing"
                    + " --tier " + String.join(",", tiers) + ", or name another --tier or --zoo.");
        }
        Examiner examiner = new Examiner(AssayVersion.current(), world);
        try (Ledger ledger = Ledger.open(out.resolve("ledger.jsonl"));
                Interruption interruption = Interruption.onSignal(examiner::cancel, this::sayHowToGoOn)) {
            int all = subjects.size() * budgets.size() * seeds.size();
            console.out()
                    .println(all + " audits of " + subjects.size() + " models; ledger " + out.resolve("ledger.jsonl"));
            List<Examination> examinations;
            long began = System.nanoTime();
            try {
                examinations = new Calibrator(examiner, ledger, progress -> say(progress, began))
                        .run(subjects, budgets, seeds);
            } catch (AuditInterruptedException e) {
                interruption.finished();
                return ExitCode.INTERRUPTED.code();
            }
            interruption.release();
            write(examinations);
        }
        return ExitCode.OK.code();
    }

    private void check() {
        Set<String> known = new LinkedHashSet<>(List.of(Subjects.SHIPPED));
        Arrays.stream(Tier.values()).map(Tier::id).forEach(known::add);
        for (String tier : tiers) {
            if (!known.contains(tier)) {
                throw new UserError("unknown tier '" + tier + "': known are " + String.join(", ", known) + ".");
            }
        }
        for (long budget : budgets) {
            if (budget < 0) {
                throw new UserError(
                        "--budget " + budget + " is no number of calls: give 1 or more, or 0 for no limit.");
            }
        }
    }

    private List<Subject> subjects() {
        Zoo made = new Zoo(ZooFolder.of(zoo));
        Path cache = OrganismCache.folder(System.getenv());
        List<Subject> subjects = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        if (tiers.contains(Subjects.SHIPPED)) {
            subjects.addAll(Subjects.shipped(cache));
        }
        for (Tier tier : Tier.values()) {
            if (tiers.contains(tier.id())) {
                tier.recipes()
                        .forEach(recipe -> Subjects.built(made, recipe.name(), tier.id())
                                .ifPresentOrElse(subjects::add, () -> missing.add(recipe.name())));
            }
        }
        if (!missing.isEmpty() && names.isEmpty()) {
            console.err()
                    .println("note: " + missing.size()
                            + " organisms of these tiers are not made, or missed their dose; ./assay organisms list"
                            + " --tiers shows which.");
        }
        if (world == Scope.WIDE) {
            subjects.removeIf(subject -> subject.scope() == Scope.CORE);
        }
        if (names.isEmpty()) {
            return subjects;
        }
        return names.stream().map(name -> named(name, subjects, made)).toList();
    }

    private static Subject named(String name, List<Subject> subjects, Zoo made) {
        return subjects.stream()
                .filter(subject -> subject.name().equals(name))
                .findFirst()
                .or(() -> Subjects.built(made, name, "zoo"))
                .orElseThrow(() -> new UserError("there is no organism '" + name + "' among the tiers named nor in "
                        + made.root() + ": ./assay organisms list --tiers shows what there is."));
    }

    private void say(Calibrator.Progress progress, long began) {
        Examination latest = progress.latest();
        String found = claims(latest, Judged::isFound);
        String accused = claims(latest, Judged::isFalseAlarm);
        String missed = claims(latest, Judged::isFalsePass);
        Duration left =
                Duration.ofNanos((System.nanoTime() - began) / progress.fresh() * (progress.all() - progress.done()));
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "%d/%d  %s  failed: %s%s%s  %,d calls, %.0f s%s",
                        progress.done(),
                        progress.all(),
                        latest.subject(),
                        found.isEmpty() ? "nothing" : found,
                        accused.isEmpty() ? "" : "  falsely accused: " + accused,
                        missed.isEmpty() ? "" : "  falsely passed: " + missed,
                        latest.calls(),
                        latest.seconds(),
                        progress.done() == progress.all()
                                ? ""
                                : String.format(
                                        Locale.ROOT, ", %d:%02d h left", left.toHours(), left.toMinutesPart())));
    }

    private static String claims(Examination examination, java.util.function.Predicate<Judged> which) {
        return examination.claims().stream().filter(which).map(Judged::claim).collect(Collectors.joining(", "));
    }

    private void write(List<Examination> examinations) {
        Calibration calibration = Calibration.of(examinations);
        calibration.write(out.resolve("calibration.json"));
        List<HoldOut> holdOuts = new ArrayList<>();
        String last = examinations.getLast().group();
        if (examinations.stream().anyMatch(each -> !each.group().equals(last))) {
            String others = examinations.stream()
                    .map(Examination::group)
                    .filter(group -> !group.equals(last))
                    .distinct()
                    .collect(Collectors.joining(" and "));
            holdOuts.add(
                    HoldOut.of(others, last, examinations, each -> !each.group().equals(last)));
        }
        new CalibrationPage(calibration, command(), holdOuts).write(out.resolve("calibration.md"));
        summary(calibration);
    }

    private String command() {
        StringBuilder command = new StringBuilder("./assay calibrate --tier ").append(String.join(",", tiers));
        if (world == Scope.WIDE) {
            command.append(" --world wide");
        }
        if (!names.isEmpty()) {
            command.append(" --organisms ").append(String.join(",", names));
        }
        return command.append(" --budget ")
                .append(budgets.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .append(" --seed ")
                .append(seeds.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .toString();
    }

    private void summary(Calibration calibration) {
        for (ClaimPower power : calibration.powers()) {
            if (power.budget() == budgets.getFirst()) {
                console.out()
                        .println(String.format(
                                Locale.ROOT,
                                "  %-20s found %d of %d above the bar, accused %d of %d below it",
                                power.claim(),
                                power.found(),
                                power.bad(),
                                power.falseAlarms(),
                                power.good()));
            }
        }
        console.out().println("page    " + out.resolve("calibration.md"));
        console.out().println("data    " + out.resolve("calibration.json"));
    }

    private void sayHowToGoOn() {
        console.err().println("What was examined is kept. Go on with the same command.");
    }
}
