package dev.assay.app.eval;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import java.util.List;

/// In place of a grader of a task that is only read: it needs neither key nor network, and answers nothing.
///
/// @param name as the task file names it
record UnaskedModel(String name) implements Model {

    @Override
    public String fingerprint() {
        return "unasked:" + name;
    }

    @Override
    public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
        throw new IllegalStateException("The task of grader '" + name + "' is only read, and nothing is graded.");
    }
}
