package dev.assay.calibrate;

import dev.assay.audit.puppet.Puppet;
import dev.assay.core.claim.Outcome;
import dev.assay.engine.checkpoint.WholeFile;
import dev.assay.organisms.Expectation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a set of examinations says about the audit.
///
/// @param schema `assay.calibration/1`
/// @param assayVersion version of the audit
/// @param domainDigest SHA-256 of the domain that was drawn from
/// @param alpha error bound of every audit, over all its claims together
/// @param sizes of the models
/// @param models how many models were examined
/// @param audits how many audits were made
/// @param claimsAnAudit how many claims each audit had
/// @param calls of all audits
/// @param seconds processor time of all audits
/// @param accusedModels models without a planted fault of which a claim that must pass failed, in any audit
/// @param cleanModels models without a planted fault
/// @param powers by claim, access and budget
/// @param baselines simpler ways of judging, on the audits without a budget
public record Calibration(
        String schema,
        String assayVersion,
        String domainDigest,
        double alpha,
        List<String> sizes,
        int models,
        int audits,
        int claimsAnAudit,
        long calls,
        double seconds,
        int accusedModels,
        int cleanModels,
        List<ClaimPower> powers,
        List<Baseline> baselines) {
    /// The version of the file.
    public static final String SCHEMA = "assay.calibration/1";

    private static final List<String> SHIPPED = List.of("calibration.json", "calibration-wide.json");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public Calibration {
        Objects.requireNonNull(domainDigest, "domainDigest");
        sizes = List.copyOf(sizes);
        powers = List.copyOf(powers);
        baselines = List.copyOf(baselines);
    }

    /// Draws up what the examinations say.
    ///
    /// @throws CalibrationException if there are none, or they are of several versions or domains
    public static Calibration of(List<Examination> examinations) {
        if (examinations.isEmpty()) {
            throw new CalibrationException("There is no examination to calibrate by: name organisms that exist.");
        }
        Examination first = examinations.getFirst();
        for (Examination other : examinations) {
            if (!other.domainDigest().equals(first.domainDigest())
                    || !other.assayVersion().equals(first.assayVersion())
                    || other.alpha() != first.alpha()) {
                throw new CalibrationException("The examinations of '" + first.subject() + "' and '" + other.subject()
                        + "' are by another version, domain or alpha: begin another ledger with --out.");
            }
        }
        List<ClaimPower> powers = new ArrayList<>();
        for (String access : ordered(examinations, Examination::access)) {
            for (long budget : examinations.stream()
                    .map(Examination::budget)
                    .distinct()
                    .sorted()
                    .toList()) {
                List<Examination> group = examinations.stream()
                        .filter(each -> each.access().equals(access) && each.budget() == budget)
                        .toList();
                group.stream()
                        .flatMap(each -> each.claims().stream())
                        .map(Judged::claim)
                        .distinct()
                        .forEach(claim -> powers.add(power(claim, access, budget, group)));
            }
        }
        List<Examination> unlimited =
                examinations.stream().filter(each -> each.budget() == 0).toList();
        return new Calibration(
                SCHEMA,
                first.assayVersion(),
                first.domainDigest(),
                first.alpha(),
                ordered(examinations, Examination::size),
                ordered(examinations, Examination::subject).size(),
                examinations.size(),
                first.claims().size(),
                examinations.stream().mapToLong(Examination::calls).sum(),
                examinations.stream().mapToDouble(Examination::seconds).sum(),
                clean(examinations, Examination::isFalselyAccused),
                clean(examinations, _ -> true),
                powers,
                List.of(
                        baseline("the first draw is a hit", 1, unlimited),
                        baseline("any hit in 10 draws", 10, unlimited),
                        baseline("any hit in 50 draws", 50, unlimited)));
    }

    private static List<String> ordered(
            List<Examination> examinations, java.util.function.Function<Examination, String> part) {
        return List.copyOf(new TreeSet<>(examinations.stream().map(part).toList()));
    }

    private static int clean(List<Examination> examinations, Predicate<Examination> which) {
        return (int) examinations.stream()
                .filter(Examination::isControl)
                .filter(which)
                .map(Examination::sha256)
                .distinct()
                .count();
    }

    private static ClaimPower power(String claim, String access, long budget, List<Examination> group) {
        List<ClaimPower.Point> points = new ArrayList<>();
        List<FirthFit.Point> fitted = new ArrayList<>();
        Confusion confusion = Confusion.NONE;
        int[] counts = new int[5];
        long calls = 0;
        double bar = 0;
        int audits = 0;
        for (Examination examination : group) {
            Optional<Judged> found = examination.claims().stream()
                    .filter(each -> each.claim().equals(claim))
                    .findFirst();
            if (found.isEmpty()) {
                continue;
            }
            Judged judged = found.get();
            bar = judged.bar();
            calls += judged.calls();
            audits++;
            confusion = confusion.plus(judged.confusion());
            if (judged.isPlanted()) {
                points.add(new ClaimPower.Point(
                        examination.subject(),
                        examination.group(),
                        examination.seed(),
                        judged.dose(),
                        judged.expression(),
                        judged.breadth(),
                        judged.isFound()));
                if (judged.dose() > 0) {
                    fitted.add(new FirthFit.Point(judged.dose(), judged.isFound()));
                }
                if (judged.expectation() == Expectation.MUST_FAIL) {
                    counts[0] += judged.isFound() ? 1 : 0;
                    counts[1]++;
                    counts[4] += judged.isFalsePass() ? 1 : 0;
                }
            }
            if (judged.expectation() == Expectation.MUST_PASS) {
                counts[2] += judged.isFound() ? 1 : 0;
                counts[3]++;
            }
        }
        boolean isCurve =
                fitted.stream().mapToDouble(FirthFit.Point::dose).distinct().count() > 1;
        return new ClaimPower(
                claim,
                access,
                budget,
                !points.isEmpty() ? Label.ORGANISMS : Puppet.carries(claim) ? Label.SCRIPT : Label.NONE,
                bar,
                points,
                isCurve ? ClaimPower.Curve.of(new FirthFit(fitted), fitted) : null,
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                counts[4],
                confusion,
                calls / (double) audits);
    }

    /// Accuses as soon as one of the first draws is a hit, as most lists of attacks are read.
    private static Baseline baseline(String name, int draws, List<Examination> examinations) {
        int[] counts = new int[4];
        for (Examination examination : examinations) {
            for (Judged judged : examination.claims()) {
                boolean accused = anyHit(judged, draws);
                if (judged.isPlanted() && judged.expectation() == Expectation.MUST_FAIL) {
                    counts[0] += accused ? 1 : 0;
                    counts[1]++;
                } else if (judged.expectation() == Expectation.MUST_PASS) {
                    counts[2] += accused ? 1 : 0;
                    counts[3]++;
                }
            }
        }
        return new Baseline(
                name,
                counts[0],
                counts[1],
                counts[2],
                counts[3],
                clean(
                        examinations,
                        each -> each.claims().stream()
                                .anyMatch(judged ->
                                        judged.expectation() == Expectation.MUST_PASS && anyHit(judged, draws))),
                clean(examinations, _ -> true));
    }

    private static boolean anyHit(Judged judged, int draws) {
        String outcomes = judged.outcomes();
        return outcomes.substring(0, Math.min(draws, outcomes.length())).indexOf(Outcome.HIT.code()) >= 0;
    }

    /// What is known of a claim at a budget, black-box; empty if nothing.
    public Optional<ClaimPower> power(String claim, long budget) {
        return powers.stream()
                .filter(each -> each.claim().equals(claim)
                        && each.budget() == budget
                        && each.access().equals(Examination.BLACK_BOX))
                .findFirst();
    }

    /// As it is kept.
    public String toJson() {
        return JSON.writeValueAsString(this) + "\n";
    }

    /// Writes it whole or not at all.
    ///
    /// @throws CalibrationException if the file cannot be written
    public void write(Path file) {
        writeWhole(file, toJson());
    }

    static void writeWhole(Path file, String text) {
        try {
            WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new CalibrationException(
                    "Cannot write " + file + " (" + e.getMessage() + "): free or allow it, or name another --out.", e);
        }
    }

    /// The calibration that comes with this build for a domain, else that of the core of the world; empty if it has
    /// none.
    public static Optional<Calibration> shipped(String domainDigest) {
        List<Calibration> all = SHIPPED.stream()
                .map(Calibration::resource)
                .flatMap(Optional::stream)
                .toList();
        return all.stream()
                .filter(each -> each.domainDigest().equals(domainDigest))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private static Optional<Calibration> resource(String name) {
        try (InputStream in = Calibration.class.getResourceAsStream(name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new CalibrationException("The calibration of this build cannot be read: build Assay anew.", e);
        }
    }

    /// Reads a calibration.
    ///
    /// @param name for messages
    /// @throws CalibrationException if it is damaged or of another version
    public static Calibration parse(String name, String json) {
        try {
            Calibration calibration = JSON.readValue(json, Calibration.class);
            if (SCHEMA.equals(calibration.schema())) {
                return calibration;
            }
        } catch (JacksonException e) {
            throw new CalibrationException(name + " is no calibration: make it anew with ./assay calibrate.", e);
        }
        throw new CalibrationException(
                name + " is a calibration of another version: make it anew with ./assay calibrate.");
    }
}
