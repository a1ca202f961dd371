package dev.assay.telemetry;

import dev.assay.core.contract.RunJournalContract;
import dev.assay.core.journal.InMemoryRunJournal;
import dev.assay.core.journal.RunJournal;
import dev.assay.telemetry.fixture.FakeCollector;
import org.junit.jupiter.api.AfterEach;

/// A journal that is told of keeps what every journal must.
class ObservedJournalContractTest extends RunJournalContract {

    private final FakeCollector collector = FakeCollector.open();
    private final RunTelemetry run = RunTelemetry.open(new TelemetrySettings(false, true, "test"));

    @Override
    protected RunJournal newJournal() {
        return run.observing(new InMemoryRunJournal());
    }

    @AfterEach
    void end() {
        run.close();
        collector.close();
    }
}
