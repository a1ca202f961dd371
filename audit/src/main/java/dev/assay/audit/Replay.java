package dev.assay.audit;

import dev.assay.audit.ruling.Ruling;
import dev.assay.core.journal.SampleRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A claim decided again from its plan and its records alone. Records beyond a stop are passed over.
final class Replay {

    private Replay() {}

    /// Name of the fact that a stage of a claim ran out of samples, which a run writes down when it
    /// happens: only then is
    /// a missing sample the end of a stage and not the end of a run that was cut off.
    static String exhausted(String claim, int stage) {
        return "exhausted." + claim + "." + stage;
    }

    /// The ruling after every record that belongs to it, in plan order.
    ///
    /// @param facts facts of the run
    /// @throws BadInputException if the claim is not decided yet
    static Ruling of(ClaimPlan plan, List<SampleRecord> records, Map<String, String> facts) {
        Map<String, SampleRecord> byKey = new HashMap<>();
        records.forEach(record -> byKey.put(record.key(), record));
        Ruling ruling = Ruling.of(plan);
        Ruling.Stage stage = ruling.stage();
        int index = 0;
        while (!ruling.done()) {
            SampleRecord next = byKey.get(plan.id() + "/" + stage.name() + "/" + (stage.from() + index));
            if (next == null) {
                // Samples before the end of a stage may have been under way when the run was cut off.
                String end = facts.get(exhausted(plan.id(), stage.number()));
                if (!Integer.toString(index).equals(end)) {
                    throw new BadInputException(
                            "Claim " + plan.id() + " is not decided yet: the run was cut off; resume it first.");
                }
                ruling.exhausted();
            } else {
                ruling.feed(next);
            }
            index++;
            if (!ruling.done() && ruling.stage().number() != stage.number()) {
                stage = ruling.stage();
                index = 0;
            }
        }
        return ruling;
    }
}
