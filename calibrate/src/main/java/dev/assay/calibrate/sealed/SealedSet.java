package dev.assay.calibrate.sealed;

import dev.assay.audit.AuditConfig;
import dev.assay.audit.AuditPlan;
import dev.assay.audit.puppet.Puppet;
import dev.assay.calibrate.CalibrationException;
import dev.assay.calibrate.Examination;
import dev.assay.calibrate.Examiner;
import dev.assay.calibrate.Ledger;
import dev.assay.calibrate.Subject;
import dev.assay.calibrate.Subjects;
import dev.assay.organisms.Expectation;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.RecipeFile;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.zoo.Job;
import dev.assay.organisms.zoo.Truth;
import dev.assay.organisms.zoo.Zoo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Opens a sealed set: draws, trains, measures and audits its models one after the other, each once. A model that
/// cannot be trained, misses its dose or is not what it was drawn for is logged and the next one drawn. It can be cut
/// off at any point and goes on in the same folder; in any other folder it is not opened again.
public final class SealedSet {
    private static final String SEALED = "sealed";
    private static final String LOG = "draws.log";
    private static final int MOST_TRIES = 3;

    private final Commitment commitment;
    private final Path folder;
    private final Job job;
    private final Zoo zoo;
    private final Examiner examiner;
    private final Consumer<String> lines;
    private final List<String> log = new ArrayList<>();
    private double trainingSeconds;
    private int drawn;

    private SealedSet(Commitment commitment, Path folder, Zoo zoo, Job job, Examiner examiner, Consumer<String> lines) {
        this.commitment = commitment;
        this.folder = folder;
        this.zoo = zoo;
        this.job = job;
        this.examiner = examiner;
        this.lines = lines;
    }

    /// The digest of the plan that every sealed set is audited by: the defaults, for a stand-in target.
    public static String planDigest(Examiner examiner, String assayVersion) {
        return AuditPlan.create(AuditConfig.DEFAULT, examiner.domain(), Puppet.clean(), 0, assayVersion)
                .hash();
    }

    /// Opens the set, or goes on with it.
    ///
    /// @param file the commitment; beside it `FILE.opened` names the one folder in which it is opened
    /// @param reserve the recipe files that were committed to, in their order
    /// @param folder where models, log and result are kept
    /// @param jobs makes the job that trains, for a zoo
    /// @param lines hears of each step
    /// @throws CalibrationException if release, plan or reserve differ from what was committed to, the set was
    ///     opened in another folder, or something cannot be written
    public static SealedResult open(
            Path file,
            List<Path> reserve,
            Path folder,
            Examiner examiner,
            String assayVersion,
            Function<Zoo, Job> jobs,
            Consumer<String> lines) {
        Commitment commitment = Commitment.read(file);
        commitment.require(ReleaseDigest.current(), planDigest(examiner, assayVersion));
        if (!digests(reserve).equals(commitment.reserve())) {
            throw new CalibrationException("The reserve files are not those that were committed to ("
                    + commitment.reserve().size() + " of them): give the same files in the same order with --reserve.");
        }
        claim(file, folder);
        Zoo zoo = new Zoo(folder.resolve("zoo"));
        SealedSet set = new SealedSet(commitment, folder, zoo, jobs.apply(zoo), examiner, lines);
        try (Ledger ledger = Ledger.open(folder.resolve("ledger.jsonl"))) {
            return set.run(reserve, ledger);
        }
    }

    /// What a commitment says of reserve files: `SHA256 FILENAME` of each.
    public static List<String> digests(List<Path> reserve) {
        List<String> digests = new ArrayList<>();
        for (Path file : reserve) {
            try {
                digests.add(ReleaseDigest.sha256(Files.readAllBytes(file)) + " " + file.getFileName());
            } catch (IOException e) {
                throw new CalibrationException(
                        "The reserve file " + file + " cannot be read: name one that is there.", e);
            }
        }
        return digests;
    }

    private static void claim(Path file, Path folder) {
        Path mark = file.resolveSibling(file.getFileName() + ".opened");
        String place = folder.toAbsolutePath().normalize().toString();
        try {
            Files.createDirectories(folder);
            Files.writeString(mark, place + "\n", StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            opened(mark, place);
        } catch (IOException e) {
            throw new CalibrationException(
                    "The opening cannot be noted in " + mark + " (" + e.getMessage() + "): allow it.", e);
        }
    }

    private static void opened(Path mark, String place) {
        try {
            String before = Files.readString(mark).strip();
            if (!before.equals(place)) {
                throw new CalibrationException("The set was opened already, in " + before
                        + ": a sealed set is used once. Go on there, or seal another.");
            }
        } catch (IOException e) {
            throw new CalibrationException("The note of the opening " + mark + " cannot be read: allow it.", e);
        }
    }

    private SealedResult run(List<Path> reserve, Ledger ledger) {
        SealedDraw draw = new SealedDraw(commitment.seed());
        List<String> bases = new ArrayList<>();
        List<Examination> examinations = new ArrayList<>();
        for (int place = 1; bases.size() < commitment.bases() && place <= MOST_TRIES * commitment.bases(); place++) {
            Optional<Subject> base = made(parsed(draw.base(place)));
            if (base.isPresent() && isFit(base.get())) {
                bases.add(base.get().name());
                examinations.add(examined(base.get(), ledger));
            }
        }
        if (bases.isEmpty()) {
            note("no base of this set is fit");
            return finish(examinations);
        }
        int faulty = 0;
        for (Path file : reserve) {
            if (faulty < commitment.faulty()) {
                faulty += faulty(RecipeFile.read(file), ledger, examinations) ? 1 : 0;
            }
        }
        for (int place = 1; faulty < commitment.faulty() && place <= MOST_TRIES * commitment.faulty(); place++) {
            faulty += faulty(parsed(draw.faulty(place, bases)), ledger, examinations) ? 1 : 0;
        }
        int clean = bases.size();
        for (int place = 1; clean < commitment.clean() && place <= MOST_TRIES * commitment.clean(); place++) {
            Optional<Subject> subject = made(parsed(draw.clean(place, bases)));
            if (subject.isPresent()) {
                examinations.add(examined(subject.get(), ledger));
                clean++;
            }
        }
        return finish(examinations);
    }

    private static Recipe parsed(String text) {
        return RecipeFile.parse("sealed.yaml", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
    }

    /// Whether a base shows no fault; else it is logged.
    private boolean isFit(Subject base) {
        List<String> unfit = Fault.CORE.stream()
                .map(Fault::id)
                .filter(claim -> base.expectation(claim) != Expectation.MUST_PASS)
                .toList();
        if (!unfit.isEmpty()) {
            note(base.name() + ": unfit as a base, " + String.join(", ", unfit) + " not clearly below the bar");
        }
        return unfit.isEmpty();
    }

    private boolean faulty(Recipe recipe, Ledger ledger, List<Examination> examinations) {
        Optional<Subject> subject = made(recipe);
        if (subject.isEmpty()) {
            return false;
        }
        boolean isAbove = subject.get().planted().stream()
                .anyMatch(planted -> subject.get().expectation(planted.fault().id()) == Expectation.MUST_FAIL);
        if (!isAbove) {
            note(recipe.name() + ": its dose is not clearly above the bar, not counted");
            return false;
        }
        examinations.add(examined(subject.get(), ledger));
        return true;
    }

    /// Trains a model, unless it is there; empty where it cannot be made, which is logged.
    private Optional<Subject> made(Recipe recipe) {
        drawn++;
        try {
            if (zoo.state(recipe) != Zoo.State.BUILT && zoo.state(recipe) != Zoo.State.MISSED) {
                job.run(recipe);
            }
        } catch (OrganismException e) {
            note(recipe.name() + ": could not be trained: " + e.getMessage());
            return Optional.empty();
        }
        if (zoo.state(recipe) == Zoo.State.MISSED) {
            trainingSeconds +=
                    Truth.read(zoo.missed(recipe.name()).resolve(Truth.FILE)).seconds();
            note(recipe.name() + ": missed its dose");
            return Optional.empty();
        }
        trainingSeconds +=
                Truth.read(zoo.folder(recipe.name()).resolve(Truth.FILE)).seconds();
        note(recipe.name() + ": made");
        return Subjects.built(zoo, recipe.name(), SEALED);
    }

    private Examination examined(Subject subject, Ledger ledger) {
        long seed = ByteBuffer.wrap(commitment.seed()).getLong() >>> 1;
        Optional<Examination> known = ledger.examinations().stream()
                .filter(each ->
                        each.sha256().equals(subject.sha256()) && each.subject().equals(subject.name()))
                .findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        Examination examination = examiner.examine(subject, 0, seed);
        ledger.add(examination);
        lines.accept(subject.name() + ": audited, " + examination.calls() + " calls");
        return examination;
    }

    private void note(String line) {
        log.add(line);
        lines.accept(line);
    }

    private SealedResult finish(List<Examination> examinations) {
        try {
            Files.write(folder.resolve(LOG), log);
        } catch (IOException e) {
            throw new CalibrationException("Cannot write " + folder.resolve(LOG) + ": free or allow it.", e);
        }
        SealedResult result = SealedResult.of(commitment, examinations, drawn, trainingSeconds);
        result.write(folder.resolve("result.json"));
        return result;
    }
}
