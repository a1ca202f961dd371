package dev.assay.app;

import dev.assay.audit.BadInputException;
import dev.assay.calibrate.CalibrationException;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.template.TemplateException;
import dev.assay.engine.training.TrainingException;
import dev.assay.organisms.OrganismException;
import dev.assay.report.ReportException;
import dev.assay.store.inspect.LogException;
import dev.assay.tasks.data.DatasetException;
import dev.assay.tasks.file.TaskFileException;

/// The rooms' own exceptions that mean bad input: their message is the sentence for the user.
final class KnownFailures {

    private KnownFailures() {}

    static boolean isBadInput(Throwable exception) {
        return exception instanceof BadInputException
                || exception instanceof CalibrationException
                || exception instanceof CheckpointException
                || exception instanceof TemplateException
                || exception instanceof TrainingException
                || exception instanceof OrganismException
                || exception instanceof ReportException
                || exception instanceof LogException
                || exception instanceof DatasetException
                || exception instanceof TaskFileException;
    }
}
