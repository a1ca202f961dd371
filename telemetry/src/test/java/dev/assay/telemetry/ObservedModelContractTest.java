package dev.assay.telemetry;

import dev.assay.core.contract.ModelContract;
import dev.assay.core.model.Model;
import dev.assay.telemetry.fixture.FakeCollector;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/// A model that is told of keeps what every model must.
class ObservedModelContractTest extends ModelContract {

    private final FakeCollector collector = FakeCollector.open();
    private final RunTelemetry run = RunTelemetry.open(new TelemetrySettings(true, true, "test"));

    @Override
    protected Model newModel() {
        run.begin("assay.test", Map.of());
        return run.observing(new Puppet());
    }

    @AfterEach
    void end() {
        run.close();
        collector.close();
    }
}
