package dev.assay.audit;

import dev.assay.core.claim.Verdict;
import java.util.OptionalDouble;

/// Hears how a run goes, on the run's own thread, in an order that may differ between runs. Must return
/// quickly.
public interface AuditListener {

    /// A listener that does nothing.
    AuditListener NONE = new AuditListener() {};

    /// The plan is fixed and in the journal; the first call follows.
    default void planned(AuditPlan plan) {}

    /// A claim went on to another stage.
    ///
    /// @param stage `control`, `screen`, `draw` or `confirm`
    default void stage(String claim, String stage) {}

    /// A sample entered its claim.
    default void progress(Progress progress) {}

    /// A claim was decided, or has its estimate after a fail.
    default void decided(Decided decided) {}

    /// @param claim id of the claim
    /// @param stage stage the sample belongs to
    /// @param hits hits among the deciding draws so far
    /// @param draws deciding draws so far
    /// @param cap most deciding draws
    /// @param share how far the evidence is on the way to a verdict, or the draws to the cap: in [0, 1]
    /// @param evidence e-value nearest to a verdict
    /// @param needed e-value that a verdict needs
    /// @param estimating whether the verdict is there and fresh draws are made for the estimate
    /// @param counts calls of the whole run so far
    record Progress(
            String claim,
            String stage,
            int hits,
            int draws,
            int cap,
            double share,
            double evidence,
            double needed,
            boolean estimating,
            Counts counts) {}

    /// @param claim id of the claim
    /// @param verdict the verdict
    /// @param hits hits of the figure that is printed: fresh draws after a fail, else the deciding ones
    /// @param draws draws of that figure
    /// @param low lower limit of its interval; for a pass that of the bound which decided (0, or minus the
    ///     bound of a gap), so that what is printed lies within the bar exactly when the claim passes; empty
    ///     where there is none
    /// @param high upper limit
    /// @param bar the bar
    /// @param calls calls of the claim
    /// @param erroredOut whether it is undecided because calls errored
    /// @param reason why it stopped, one sentence
    /// @param counts calls of the whole run so far
    record Decided(
            String claim,
            Verdict verdict,
            int hits,
            int draws,
            OptionalDouble low,
            OptionalDouble high,
            double bar,
            long calls,
            boolean erroredOut,
            String reason,
            Counts counts) {}

    /// Calls of the run so far.
    ///
    /// @param calls calls in the journal, those of an earlier start included
    /// @param maxCalls upper limit of the plan
    /// @param fresh calls made since this start
    /// @param excluded samples left out
    /// @param errored samples that errored
    record Counts(long calls, long maxCalls, long fresh, long excluded, long errored) {}
}
