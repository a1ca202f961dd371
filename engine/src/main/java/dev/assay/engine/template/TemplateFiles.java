package dev.assay.engine.template;

import dev.assay.core.model.ChatMessage;
import dev.assay.engine.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds the chat templates of a model folder.
final class TemplateFiles {

    private static final String FILE = "chat_template.jinja";
    private static final String FOLDER = "additional_chat_templates";
    private static final String CONFIG = "tokenizer_config.json";
    private static final String PROCESSOR = "chat_template.json";

    private TemplateFiles() {}

    static ChatTemplate open(Path folder) {
        try {
            var settings = read(folder.resolve(CONFIG));
            var sources = inFiles(folder);
            if (sources.isEmpty()) {
                sources = inJson(settings);
            }
            if (sources.isEmpty()) {
                sources = inJson(read(folder.resolve(PROCESSOR)));
            }
            if (sources.isEmpty()) {
                throw new CheckpointException("%s has no chat template: put one into %s, or as chat_template into %s"
                        .formatted(folder, FILE, CONFIG));
            }
            return usable(ChatTemplate.ofNamed(sources, specialTokens(settings)));
        } catch (TemplateException e) {
            throw e.saying("The chat template of %s cannot be used: %s; correct it, or fetch it again"
                    .formatted(folder, e.getMessage()));
        } catch (IOException e) {
            throw new CheckpointException(
                    "Cannot read the chat template of %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /// Refuses a template that does not come to an end even with a short question: every call would fail. One that
    /// refuses the question may want another conversation.
    private static ChatTemplate usable(ChatTemplate template) {
        try {
            template.render(List.of(ChatMessage.user("Hello")), true);
        } catch (TemplateException e) {
            if (e.isEndless()) {
                throw e;
            }
        }
        return template;
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return Files.exists(file)
                    ? JsonMapper.shared().readTree(Files.readAllBytes(file))
                    : JsonMapper.shared().createObjectNode();
        } catch (JacksonException e) {
            throw CheckpointException.noJson(file.toString(), e);
        }
    }

    private static Map<String, String> inFiles(Path folder) throws IOException {
        var sources = new HashMap<String, String>();
        var file = folder.resolve(FILE);
        if (Files.exists(file)) {
            sources.put("default", Files.readString(file));
        }
        if (Files.isDirectory(folder.resolve(FOLDER))) {
            try (var more = Files.newDirectoryStream(folder.resolve(FOLDER), "*.jinja")) {
                for (var each : more) {
                    var name = each.getFileName().toString();
                    sources.put(name.substring(0, name.length() - ".jinja".length()), Files.readString(each));
                }
            }
        }
        return sources;
    }

    private static Map<String, String> inJson(JsonNode settings) {
        var node = settings.path("chat_template");
        if (node.isString()) {
            return Map.of("default", node.asString());
        }
        var sources = new HashMap<String, String>();
        for (var named : node) { // several templates, each with its name
            if (named.path("name").isString() && named.path("template").isString()) {
                sources.put(
                        named.path("name").asString(), named.path("template").asString());
            }
        }
        return sources;
    }

    /// The special tokens that a `tokenizer_config.json` names, such as `bos_token`.
    private static Map<String, String> specialTokens(JsonNode settings) {
        var tokens = new HashMap<String, String>();
        for (var entry : settings.properties()) {
            var value = entry.getValue().isObject() ? entry.getValue().path("content") : entry.getValue();
            if (entry.getKey().endsWith("_token") && value.isString()) {
                tokens.put(entry.getKey(), value.asString());
            }
        }
        return tokens;
    }
}
