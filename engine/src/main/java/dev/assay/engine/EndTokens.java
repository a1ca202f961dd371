package dev.assay.engine;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The tokens that end an answer: those of `generation_config.json` if it names any, else those of
/// `config.json`, and the tokenizer's `eos_token`.
final class EndTokens {

    private EndTokens() {}

    static Set<Integer> of(Path folder, DecoderConfig config, Tokenizer tokenizer) {
        var tokens = new LinkedHashSet<Integer>();
        var named = read(folder.resolve("generation_config.json")).path("eos_token_id");
        if (named.isInt()) {
            tokens.add(named.asInt());
        }
        named.forEach(id -> tokens.add(id.asInt()));
        if (tokens.isEmpty()) {
            tokens.addAll(config.eosIds());
        }
        var token = read(folder.resolve("tokenizer_config.json")).path("eos_token");
        tokenizer
                .id(token.isObject() ? token.path("content").asString("") : token.asString(""))
                .ifPresent(tokens::add);
        return Set.copyOf(tokens);
    }

    private static JsonNode read(Path file) {
        try {
            return Files.exists(file)
                    ? JsonMapper.shared().readTree(Files.readAllBytes(file))
                    : JsonMapper.shared().createObjectNode();
        } catch (IOException e) {
            throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        } catch (JacksonException e) {
            throw CheckpointException.noJson(file.toString(), e);
        }
    }
}
