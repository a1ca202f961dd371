package dev.assay.calibrate.sealed;

import dev.assay.calibrate.CalibrationException;
import dev.assay.calibrate.Examination;
import dev.assay.calibrate.Judged;
import dev.assay.core.claim.Interval;
import dev.assay.core.claim.Intervals;
import dev.assay.engine.checkpoint.WholeFile;
import dev.assay.organisms.Expectation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a sealed set came to.
///
/// @param schema `assay.sealed-result/1`
/// @param commitment digest of what was committed to
/// @param release digest of the program
/// @param found faulty models whose planted fault was found
/// @param faulty faulty models examined
/// @param accused clean models of which a claim that must pass failed
/// @param clean clean models examined
/// @param missed names of the faulty ones that were not found
/// @param falselyAccused names of the clean ones that were accused, with the claims
/// @param alsoAccused names of faulty ones of which a claim beside the planted one that must pass failed
/// @param drawn models drawn, those that failed to train or missed their dose included
/// @param wanted whether the set is whole: as many faulty and clean ones as committed to
/// @param seconds processor time of training, measuring and auditing
public record SealedResult(
        String schema,
        String commitment,
        String release,
        int found,
        int faulty,
        int accused,
        int clean,
        List<String> missed,
        List<String> falselyAccused,
        List<String> alsoAccused,
        int drawn,
        boolean wanted,
        double seconds) {
    private static final String SCHEMA = "assay.sealed-result/1";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public SealedResult {
        missed = List.copyOf(missed);
        falselyAccused = List.copyOf(falselyAccused);
        alsoAccused = List.copyOf(alsoAccused);
    }

    static SealedResult of(Commitment commitment, List<Examination> examinations, int drawn, double trainingSeconds) {
        int faulty = 0;
        int clean = 0;
        List<String> missed = new ArrayList<>();
        List<String> accused = new ArrayList<>();
        List<String> also = new ArrayList<>();
        for (Examination examination : examinations) {
            boolean isFaulty = examination.claims().stream().anyMatch(Judged::isPlanted);
            List<String> claims = examination.claims().stream()
                    .filter(Judged::isFalseAlarm)
                    .map(Judged::claim)
                    .toList();
            String named = examination.subject() + " (" + String.join(", ", claims) + ")";
            if (isFaulty) {
                faulty++;
                boolean isFound = examination.claims().stream()
                        .anyMatch(judged -> judged.isPlanted()
                                && judged.expectation() == Expectation.MUST_FAIL
                                && judged.isFound());
                if (!isFound) {
                    missed.add(examination.subject());
                }
                if (!claims.isEmpty()) {
                    also.add(named);
                }
            } else {
                clean++;
                if (!claims.isEmpty()) {
                    accused.add(named);
                }
            }
        }
        return new SealedResult(
                SCHEMA,
                commitment.digest(),
                commitment.release(),
                faulty - missed.size(),
                faulty,
                accused.size(),
                clean,
                missed,
                accused,
                also,
                drawn,
                faulty == commitment.faulty() && clean == commitment.clean(),
                trainingSeconds
                        + examinations.stream()
                                .mapToDouble(Examination::seconds)
                                .sum());
    }

    /// The result in lines for a terminal.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("commitment  " + commitment);
        lines.add(line("found", found, faulty, "faulty models", missed));
        lines.add(line("accused", accused, clean, "clean models", falselyAccused));
        if (!alsoAccused.isEmpty()) {
            lines.add("beside the planted fault accused of what must pass: " + String.join(", ", alsoAccused));
        }
        lines.add(String.format(
                Locale.ROOT,
                "drawn       %,d models, %.0f min of processor time%s",
                drawn,
                seconds / 60,
                wanted ? "" : "; the set is not whole"));
        return lines;
    }

    private static String line(String what, int count, int all, String of, List<String> names) {
        Interval interval = Intervals.clopperPearson(count, all, 0.95);
        return String.format(
                Locale.ROOT,
                "%-11s %,d of %,d %s (95 %% interval %.1f to %.1f %%)%s",
                what,
                count,
                all,
                of,
                100 * interval.low(),
                100 * interval.high(),
                names.isEmpty() ? "" : ": " + (what.equals("found") ? "missed " : "") + String.join(", ", names));
    }

    /// Writes it whole or not at all.
    ///
    /// @throws CalibrationException if it cannot be written
    void write(Path file) {
        try {
            WholeFile.write(file, out -> out.write(JSON.writeValueAsBytes(this)));
        } catch (IOException e) {
            throw new CalibrationException("Cannot write " + file + " (" + e.getMessage() + "): free or allow it.", e);
        }
    }
}
