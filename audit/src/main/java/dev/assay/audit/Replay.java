package dev.assay.audit;

import dev.assay.audit.ruling.Ruling;
import dev.assay.core.journal.SampleRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A claim decided again from its plan and its records alone. Records beyond a stop are passed over.
final class Replay {

    private Replay() {}

    /// The ruling after every record that belongs to it, in plan order.
    static Ruling of(ClaimPlan plan, List<SampleRecord> records) {
        Map<String, SampleRecord> byKey = new HashMap<>();
        records.forEach(record -> byKey.put(record.key(), record));
        Ruling ruling = Ruling.of(plan);
        Ruling.Stage stage = ruling.stage();
        int index = 0;
        while (!ruling.done()) {
            SampleRecord next = byKey.get(plan.id() + "/" + stage.name() + "/" + (stage.from() + index));
            if (next == null) {
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
