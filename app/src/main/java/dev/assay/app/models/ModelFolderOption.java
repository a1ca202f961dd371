package dev.assay.app.models;

import dev.assay.app.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The folder that a command is about.
final class ModelFolderOption {

    @Parameters(index = "0", paramLabel = "FOLDER", description = "Holds config.json and model.safetensors.")
    private String name = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    /// @throws UserError if there is no such folder
    Path folder() {
        Path folder = Path.of(name.startsWith("hf:") ? name.substring("hf:".length()) : name);
        if (!Files.isDirectory(folder)) {
            throw new UserError("'" + name + "' is no folder: name one that holds config.json and model.safetensors.");
        }
        return folder;
    }
}
