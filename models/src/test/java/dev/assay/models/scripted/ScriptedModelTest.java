package dev.assay.models.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.contract.ModelContract;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedModelTest extends ModelContract {

    @Override
    protected Model newModel() {
        return ScriptedModel.of("echo", messages -> messages.getLast().content());
    }

    @Test
    void aStopStringEndsTheAnswerAndIsNoPartOfIt() {
        GenerateConfig config = GenerateConfig.DEFAULT.withStop(List.of("three", "two", ""));
        assertThat(newModel()
                        .generate(List.of(ChatMessage.user("one two three")), config)
                        .completion())
                .isEqualTo("one ");
    }

    @Test
    void theScriptSeesTheSettings() {
        Model model = ScriptedModel.of("seeds", (messages, config) -> config.seed() + " " + messages.size());
        assertThat(model.generate(List.of(ChatMessage.user("")), GenerateConfig.DEFAULT.withSeed(7))
                        .completion())
                .isEqualTo("OptionalLong[7] 1");
    }
}
