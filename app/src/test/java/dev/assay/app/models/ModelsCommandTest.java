package dev.assay.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.app.ExitCode;
import dev.assay.app.target.Target;
import dev.assay.app.target.TargetResolver;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Style;
import dev.assay.models.http.RetryListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ModelsCommandTest {

    private static final Path FIXTURES = Path.of("../engine/src/test/resources");
    private static final Path QWEN = FIXTURES.resolve("architectures/qwen2-bf16");

    private static final String SHIPPED =
            "verified against the reference that the folder ships (it says: transformers 5";

    @TempDir
    private Path cache;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String... arguments) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Console console = new Console(stream, stream, false, 100, new Style(false));
        out.reset();
        return ModelsCommand.commandLine(console, Map.of("ASSAY_CACHE", cache.toString()))
                .execute(arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aModelIsUnverifiedUntilItWasChecked() {
        assertThat(run("show", QWEN.toString())).isZero();
        assertThat(printed())
                .contains(
                        "Qwen2ForCausalLM", "bfloat16", "128 tokens", "none: it can be read and checked", "unverified");
        assertThat(run("check", QWEN.toString())).isZero();
        assertThat(printed()).contains("256 of 256 tokens equal", "up to 104 tokens", "all agree", SHIPPED);
        assertThat(run("show", QWEN.toString())).isZero();
        assertThat(printed()).contains(SHIPPED).doesNotContain("unverified");
        assertThat(run("show", QWEN.toString(), "--json")).isZero();
        assertThat(JsonMapper.shared().readTree(printed()).path("status").asString())
                .isEqualTo("VERIFIED");
    }

    @Test
    void aModelThatDiffersIsToldWithTheLayer() throws IOException {
        Path folder = copy(QWEN);
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("sliding_attention", "full_attention"));
        assertThat(run("check", folder.toString())).isEqualTo(ExitCode.CLAIM_FAILED.code());
        assertThat(printed())
                .contains(
                        "layer 1 is the first that differs",
                        "differs from the reference that the folder ships (it says: transformers");
        assertThat(run("check", folder.toString(), "--json")).isEqualTo(ExitCode.CLAIM_FAILED.code());
        assertThat(JsonMapper.shared()
                        .readTree(printed())
                        .path("first_differing_layer")
                        .asInt())
                .isEqualTo(1);
        assertThat(run("show", folder.toString())).isZero();
        assertThat(printed()).contains("differs from the reference that the folder ships (it says: transformers");
    }

    @Test
    void aTargetSaysWhetherItWasChecked() throws IOException {
        Path folder = copy(QWEN);
        Path llama = FIXTURES.resolve("llama/untied-f32");
        for (String file : new String[] {"tokenizer_config.json", "chat_template.jinja"}) {
            Files.copy(llama.resolve(file), folder.resolve(file));
        }
        // as many tokens as the model has embeddings for
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
                "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
                "post_processor":null,"decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,
                "use_regex":true},"model":{"type":"BPE","dropout":null,"unk_token":null,
                "continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,
                "ignore_merges":false,"vocab":{"a":0,"b":1,"c":2},"merges":[]}}""");
        Map<String, String> environment = Map.of("ASSAY_CACHE", cache.toString());
        try (Target target = new TargetResolver(environment, true, RetryListener.NONE).open(folder.toString())) {
            assertThat(target.verification())
                    .hasValueSatisfying(line -> assertThat(line).contains("unverified"));
            assertThat(target.facts().description()).contains("Qwen2ForCausalLM", "unverified");
        }
        assertThat(run("check", folder.toString())).isZero();
        try (Target target = new TargetResolver(environment, true, RetryListener.NONE).open(folder.toString())) {
            assertThat(target.verification())
                    .hasValueSatisfying(line -> assertThat(line).contains("verified against"));
        }
    }

    @Test
    void badInputIsOneSentence() throws IOException {
        assertThat(Captured.run("models", "show", "nowhere").err())
                .isEqualTo("error: 'nowhere' is no folder: name one that holds config.json and model.safetensors.\n");
        Captured none = Captured.run(
                "models", "check", FIXTURES.resolve("llama/untied-f32").toString());
        assertThat(none.err()).contains("ships no assay-reference.json", "--reference FILE");
        assertThat(none.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        Captured another = Captured.run(
                "models",
                "check",
                QWEN.toString(),
                "--reference",
                FIXTURES.resolve("architectures/phi3-bf16/assay-reference.json").toString());
        assertThat(another.err()).startsWith("error: The reference is another model's");
        assertThat(another.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        Path folder = copy(QWEN);
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("Qwen2ForCausalLM", "Mamba\\u001b[31mForCausalLM"));
        Captured hostile = Captured.run("models", "show", folder.toString());
        assertThat(hostile.err())
                .contains("is not supported", "Qwen2ForCausalLM")
                .doesNotContain("\u001b");
        assertThat(hostile.code()).isEqualTo(ExitCode.BAD_INPUT.code());
    }

    @Test
    void anAdapterIsMergedIntoAnOrdinaryModel() throws IOException {
        Path adapter = FIXTURES.resolve("adapters/llama-all-linear");
        Path base = FIXTURES.resolve("architectures/llama3-bf16");
        Path merged = cache.resolve("merged");
        assertThat(run("merge", adapter.toString(), "--base", base.toString(), "--out", merged.toString()))
                .isZero();
        assertThat(printed()).contains("rank 4, 14 matrices", "sha256:");
        assertThat(run("show", merged.toString())).isZero();
        assertThat(printed()).contains("LlamaForCausalLM", "bfloat16", "unverified");
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).doesNotContain("merged.part");
        }
        Captured twice = Captured.run(
                "models", "merge", adapter.toString(), "--base", base.toString(), "--out", merged.toString());
        assertThat(twice.err()).contains("exists already");
        Path other = FIXTURES.resolve("architectures/phi3-bf16");
        Path wrong = cache.resolve("wrong");
        Captured another = Captured.run(
                "models", "merge", adapter.toString(), "--base", other.toString(), "--out", wrong.toString());
        assertThat(another.err()).startsWith("error: The adapter is for another base");
        assertThat(another.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(wrong).doesNotExist();
        Captured unnamed = Captured.run("models", "merge", adapter.toString(), "--out", wrong.toString());
        assertThat(unnamed.err()).contains("'llama3-bf16' as its base", "--base");
        Captured opened = Captured.run("models", "show", adapter.toString());
        assertThat(opened.err()).contains("is an adapter", "./assay models merge");
    }

    private Path copy(Path from) throws IOException {
        Path to = Files.createTempDirectory(cache, "model");
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
        return to;
    }
}
