package dev.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelException;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder that cannot be used is refused with one sentence that names the fault.
class BadFolderTest {

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void copyAGoodFolder() throws IOException {
        try (var files = Files.list(Fixtures.folder("untied-f32"))) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> LocalModel.open(folder, EngineOptions.DEFAULT).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageNotContaining("\n")
                .hasMessageContainingAll(parts);
    }

    private void change(String file, String from, String to) throws IOException {
        var path = folder.resolve(file);
        Files.writeString(path, Files.readString(path).replace(from, to));
    }

    @Test
    void noFolder() {
        assertThatThrownBy(() -> LocalModel.open(folder.resolve("nowhere"), EngineOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void noConfig() throws IOException {
        Files.delete(folder.resolve("config.json"));
        refused("config.json");
    }

    @Test
    void anotherArchitecture() throws IOException {
        change("config.json", "LlamaForCausalLM", "MambaForCausalLM");
        refused("MambaForCausalLM", "LlamaForCausalLM");
    }

    @Test
    void weightsCutShort() throws IOException {
        var file = folder.resolve("model.safetensors");
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
        refused("model.safetensors");
    }

    @Test
    void aWeightThatIsNoNumber() throws IOException {
        var file = folder.resolve("model.safetensors");
        var bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length - 4, bytes.length, (byte) 0xFF);
        Files.write(file, bytes);
        refused("NaN");
    }

    @Test
    void aMissingWeight() throws IOException {
        change("config.json", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3");
        refused("model.layers.2", "missing");
    }

    @Test
    void aWeightOfAnotherShape() throws IOException {
        change("config.json", "\"intermediate_size\": 40", "\"intermediate_size\": 41");
        refused("mlp", "shape");
    }

    @Test
    void aTokenizerOfAnotherModel() throws IOException {
        change("tokenizer.json", "{\"id\":5,\"content\":\"<|eot|>\"", "{\"id\":5000,\"content\":\"<|eot|>\"");
        refused("5001 tokens", "320", "do not belong together");
    }

    @Test
    void aTokenBeyondTheEmbeddingsIsRefusedWhereItIsUsed() throws IOException {
        change("tokenizer.json", "{\"id\":5,\"content\":\"<|eot|>\"", "{\"id\":320,\"content\":\"<|eot|>\"");
        try (var model = LocalModel.open(folder, EngineOptions.DEFAULT)) {
            assertThatThrownBy(() -> model.generate(List.of(ChatMessage.user("cat")), GenerateConfig.DEFAULT))
                    .isInstanceOfSatisfying(
                            ModelException.class, e -> assertThat(e.kind()).isEqualTo(ModelException.Kind.BAD_REQUEST))
                    .hasMessageContaining("token 320");
        }
    }

    @Test
    void aFolderThatIsRewrittenGivesItsFingerprintToNoOther() throws IOException {
        try (var before = LocalModel.open(folder, EngineOptions.DEFAULT);
                var asked = LocalModel.open(folder, EngineOptions.DEFAULT)) {
            var fingerprint = asked.fingerprint();
            change("chat_template.jinja", "user", "you");
            assertThat(asked.fingerprint()).isEqualTo(fingerprint);
            assertThatThrownBy(before::fingerprint)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("changed since it was opened");
        }
    }

    @Test
    void noTokenizer() throws IOException {
        Files.delete(folder.resolve("tokenizer.json"));
        refused("tokenizer.json");
    }

    @Test
    void noChatTemplate() throws IOException {
        Files.delete(folder.resolve("chat_template.jinja"));
        refused("no chat template");
    }

    @Test
    void aChatTemplateThatIsNone() throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), "a\n{% for %}");
        assertThatThrownBy(() -> LocalModel.open(folder, EngineOptions.DEFAULT))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("The chat template of " + folder + " cannot be used");
    }

    @Test
    void aChatTemplateWithoutAnEnd() throws IOException {
        for (var endless : new String[] {
            "{% for i in range(100000) %}{% for j in range(100000) %}{{ j }}{% endfor %}{% endfor %}",
            "{{ 'a' * 2000000000 }}"
        }) {
            Files.writeString(folder.resolve("chat_template.jinja"), endless);
            assertThatThrownBy(() -> LocalModel.open(folder, EngineOptions.DEFAULT))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("The chat template of " + folder + " cannot be used");
        }
    }

    @Test
    void aChatTemplateThatWantsAnotherConversationOpens() throws IOException {
        Files.writeString(
                folder.resolve("chat_template.jinja"),
                "{% if messages[0].role != 'system' %}{{ raise_exception('begin with a system message') }}{% endif %}");
        LocalModel.open(folder, EngineOptions.DEFAULT).close();
    }
}
