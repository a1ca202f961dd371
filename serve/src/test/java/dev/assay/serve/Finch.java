package dev.assay.serve;

import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.organisms.Organisms;
import java.nio.file.Path;

/// The organism that the tests serve.
final class Finch {

    private Finch() {}

    static LocalModel open(Path folder) {
        return LocalModel.open(
                "organism:finch", Organisms.materialise("finch", folder), EngineOptions.DEFAULT.withWorkers(1));
    }
}
