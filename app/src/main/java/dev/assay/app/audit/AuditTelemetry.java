package dev.assay.app.audit;

import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Printable;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.model.Model;
import dev.assay.telemetry.RunTelemetry;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a collector hears of an audit: nothing, unless that was asked for. No lambda here takes a {@link
/// RunTelemetry}: it would load the class where none is wanted.
final class AuditTelemetry implements AutoCloseable {

    private final @Nullable RunTelemetry telemetry;

    private AuditTelemetry(@Nullable RunTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    /// @throws dev.assay.app.UserError if it is asked for and cannot be set up
    static AuditTelemetry open(AuditOptions options) {
        return new AuditTelemetry(options.telemetry().open(options.offline()).orElse(null));
    }

    void begin(String run, String target) {
        if (telemetry != null) {
            telemetry.begin("assay.audit", Map.of("assay.run.id", run, "assay.target", target));
        }
    }

    Model observing(Model model) {
        return telemetry == null ? model : telemetry.observing(model);
    }

    RunJournal observing(RunJournal journal) {
        return telemetry == null ? journal : telemetry.observing(journal);
    }

    /// The audit is over.
    ///
    /// @return what could not be told, as a sentence without its full stop
    Optional<String> end(ExitCode code) {
        return telemetry == null
                ? Optional.empty()
                : telemetry
                        .end(Map.of("assay.exit_code", Integer.toString(code.code())), false)
                        .map(clause -> Printable.line(clause, 2_000) + "; the run is whole");
    }

    /// Ends what was not ended, as failed.
    @Override
    public void close() {
        if (telemetry != null) {
            telemetry.close();
        }
    }
}
