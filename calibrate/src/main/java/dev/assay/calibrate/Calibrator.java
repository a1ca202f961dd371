package dev.assay.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Examines every subject with every budget and seed, and goes on with a ledger that was begun.
public final class Calibrator {
    private final Examiner examiner;
    private final Ledger ledger;
    private final Consumer<Progress> listener;

    /// How far it is.
    ///
    /// @param done examinations that are in the ledger now
    /// @param all of them
    /// @param fresh of those done, made by this process
    /// @param latest the last one
    public record Progress(int done, int all, int fresh, Examination latest) {}

    /// @param listener is told after each examination
    public Calibrator(Examiner examiner, Ledger ledger, Consumer<Progress> listener) {
        this.examiner = examiner;
        this.ledger = ledger;
        this.listener = listener;
    }

    private record Wanted(Subject subject, long budget, long seed) {
        boolean is(Examination examination, Examiner examiner) {
            return examination.subject().equals(subject.name())
                    && examination.sha256().equals(subject.sha256())
                    && examination.budget() == budget
                    && examination.seed() == seed
                    && examination.domainDigest().equals(examiner.domain().digest());
        }
    }

    /// Examines what the ledger lacks.
    ///
    /// @param budgets most calls of an audit, 0 for the plan's own limit
    /// @param seeds of the draws; the same for every subject
    /// @return the examinations of these subjects, in their order
    /// @throws dev.assay.audit.AuditInterruptedException when the examiner is cancelled; the ledger keeps the rest
    public List<Examination> run(List<Subject> subjects, List<Long> budgets, List<Long> seeds) {
        List<Wanted> wanted = new ArrayList<>();
        for (long seed : seeds) {
            for (long budget : budgets) {
                subjects.forEach(subject -> wanted.add(new Wanted(subject, budget, seed)));
            }
        }
        List<Examination> results = new ArrayList<>();
        List<Examination> known = ledger.examinations();
        int fresh = 0;
        for (Wanted each : wanted) {
            Examination examination = known.stream()
                    .filter(line -> each.is(line, examiner))
                    .findFirst()
                    .orElse(null);
            if (examination == null) {
                examination = examiner.examine(each.subject(), each.budget(), each.seed());
                ledger.add(examination);
                fresh++;
                listener.accept(new Progress(results.size() + 1, wanted.size(), fresh, examination));
            }
            results.add(examination);
        }
        return results;
    }
}
