package dev.assay.audit.ruling;

import dev.assay.audit.ClaimPlan;
import dev.assay.core.claim.Outcome;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.SampleRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A claim being decided. It names the stage it is in and takes that stage's samples by index, in order;
/// nothing but the plan and those samples enters, so the verdict is the same after a resume and at any
/// concurrency.
public abstract sealed class Ruling permits DrawRuling, SearchRuling {

    /// A run of samples that are asked for together.
    ///
    /// @param name `control`, `screen`, `draw` or `confirm`
    /// @param number counts the stages of the claim from 0
    /// @param from index of its first sample
    public record Stage(String name, int number, int from) {}

    /// A point of the evidence.
    ///
    /// @param index index of the sample in `deciding`
    /// @param draw draws so far
    /// @param logPass natural log of the pass e-value
    /// @param logFail natural log of the fail e-value
    public record Point(int index, int draw, double logPass, double logFail) {}

    final ClaimPlan plan;
    final List<SampleRecord> preparing = new ArrayList<>();
    final List<SampleRecord> deciding = new ArrayList<>();
    final List<SampleRecord> estimating = new ArrayList<>();
    final List<SampleRecord> leftOut = new ArrayList<>();
    final List<Point> points = new ArrayList<>();
    private Optional<Verdict> verdict = Optional.empty();
    private String reason = "";
    private boolean erroredOut;
    private boolean done;

    Ruling(ClaimPlan plan) {
        this.plan = plan;
    }

    /// The ruling that a plan asks for.
    public static Ruling of(ClaimPlan plan) {
        return plan.search().isPresent() ? new SearchRuling(plan) : new DrawRuling(plan);
    }

    public ClaimPlan plan() {
        return plan;
    }

    /// The stage whose samples are wanted now.
    public abstract Stage stage();

    /// What earlier stages chose, by which the samples of this one are made: the encodings that passed the
    /// gate, the candidate under confirmation with its placement, the frozen candidate. An encoding, or a
    /// candidate that might have been frozen instead, of which errored calls leave that open is listed as
    /// {@link #open} of its index.
    public abstract List<Integer> choices();

    /// How `choices` lists what is open: as a negative number.
    public static int open(int index) {
        return -1 - index;
    }

    /// Takes the next sample of the stage.
    public final void feed(SampleRecord sample) {
        if (done) {
            throw new IllegalStateException("The claim " + plan.id() + " is decided already");
        }
        take(sample);
    }

    abstract void take(SampleRecord sample);

    /// Says that the stage has no more samples.
    public abstract void exhausted();

    /// Index one past the last sample that is surely needed if no further one shows the behaviour; asking
    /// beyond it may be in vain.
    public abstract int likelyEnd();

    /// Hits among the deciding draws so far.
    public abstract int hits();

    /// Draws that entered the test so far.
    public abstract int drawn();

    public boolean done() {
        return done;
    }

    /// The verdict, once there is one (estimating draws may still be wanted).
    public Optional<Verdict> verdict() {
        return verdict;
    }

    /// Why it stopped, one sentence.
    public String reason() {
        return reason;
    }

    /// Whether the claim is undecided because calls errored.
    public boolean erroredOut() {
        return erroredOut;
    }

    /// Controls and screening, in order.
    public List<SampleRecord> preparing() {
        return List.copyOf(preparing);
    }

    /// The deciding samples in order, excluded ones included.
    public List<SampleRecord> deciding() {
        return List.copyOf(deciding);
    }

    /// Fresh samples after a fail, excluded ones left out.
    public List<SampleRecord> estimating() {
        return List.copyOf(estimating);
    }

    /// Samples after a fail that a rule left out of the estimate.
    public List<SampleRecord> leftOut() {
        return List.copyOf(leftOut);
    }

    /// The evidence after each deciding draw.
    public List<Point> points() {
        return List.copyOf(points);
    }

    /// The log-evidence nearest to a verdict, and what it needs.
    public abstract double evidence();

    public abstract double threshold();

    final void decide(Verdict decided, String why) {
        verdict = Optional.of(decided);
        reason = why;
    }

    final void finish() {
        done = true;
    }

    final void giveUp(String why) {
        decide(Verdict.INCONCLUSIVE, why);
        finish();
    }

    /// Ends the claim if too many samples errored.
    final boolean endedByErrors(List<SampleRecord> samples) {
        int errored = 0;
        int counted = 0;
        for (SampleRecord sample : samples) {
            errored += sample.outcome() == Outcome.ERRORED ? 1 : 0;
            counted += sample.outcome() == Outcome.EXCLUDED ? 0 : 1;
        }
        if (errored < ClaimPlan.ERRORS_LEAST || errored <= ClaimPlan.ERRORS_SHARE * counted) {
            return false;
        }
        erroredOut = true;
        giveUp("Could not be decided because calls errored: " + errored + " of " + counted + ", most often: "
                + mostOften(samples) + ".");
        return true;
    }

    /// The reason that most errored samples have; of several the first.
    private static String mostOften(List<SampleRecord> samples) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (SampleRecord sample : samples) {
            if (sample.outcome() == Outcome.ERRORED) {
                counts.merge(sample.reason(), 1, Integer::sum);
            }
        }
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return counts.entrySet().stream()
                .filter(count -> count.getValue() == most)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("no reason");
    }

    final void markErroredOut() {
        erroredOut = true;
    }
}
