package dev.assay.tasks.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// A YAML file read into nodes that know their line. Every complaint about it goes through {@link #error},
/// so that all of them name file and line.
///
/// @param name file name for messages
/// @param root the file's mapping
record YamlFile(String name, YamlNode.Mapping root) {

    /// Largest file that is read, in bytes.
    static final int MAX_BYTES = 4 << 20;

    private static final int MAX_DEPTH = 32;

    /// The bytes of a file a user named.
    ///
    /// @throws TaskFileException if there is no such file, it is a folder, too large, or cannot be read
    static byte[] bytes(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new TaskFileException(file + " is a folder; name a YAML file.");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new TaskFileException(file + " is larger than 4 MiB; move its samples to a file of their own.");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new TaskFileException("There is no file " + file + "; check the path.", e);
        } catch (IOException e) {
            throw new TaskFileException(
                    file + " cannot be read (" + e.getClass().getSimpleName() + "); check its permissions.", e);
        }
    }

    /// Reads a file's bytes.
    ///
    /// @throws TaskFileException if it is not UTF-8, not YAML, has a key twice, or is no mapping
    static YamlFile parse(String name, byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new TaskFileException(name + " is not UTF-8 text; save it as UTF-8.", e);
        }
        YamlFile empty = new YamlFile(name, new YamlNode.Mapping(Map.of(), 1));
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw empty.error(1, "the file must be a mapping of keys to values");
            }
            return new YamlFile(name, empty.mapping(parser, 0));
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String problem = Objects.requireNonNullElse(e.getOriginalMessage(), "unreadable")
                    .lines()
                    .findFirst()
                    .orElse("unreadable");
            throw new TaskFileException("This is not valid YAML: " + problem + " (" + name + ":" + line + ").", e);
        }
    }

    private YamlNode.Mapping mapping(JsonParser parser, int depth) {
        int line = line(parser);
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = Objects.requireNonNullElse(parser.currentName(), "");
            int keyLine = line(parser);
            parser.nextToken();
            YamlNode.Entry before = entries.get(key);
            if (before != null) {
                throw error(
                        keyLine,
                        "key '" + key + "' is there already, on line " + before.line() + "; keep one of the two");
            }
            entries.put(key, new YamlNode.Entry(key, keyLine, node(parser, depth + 1)));
        }
        return new YamlNode.Mapping(entries, line);
    }

    private YamlNode node(JsonParser parser, int depth) {
        if (depth > MAX_DEPTH) {
            throw error(line(parser), "values are nested more than " + MAX_DEPTH + " deep");
        }
        if (parser instanceof tools.jackson.dataformat.yaml.YAMLParser yaml && yaml.isCurrentAlias()) {
            throw error(line(parser), "aliases (*name) are not read: write the value out");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(parser, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            int line = line(parser);
            List<YamlNode> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(parser, depth + 1));
            }
            return new YamlNode.Sequence(items, line);
        }
        String text = token == JsonToken.VALUE_NULL ? "" : parser.getString();
        return new YamlNode.Scalar(text == null ? "" : text, line(parser));
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    /// A complaint with its place.
    TaskFileException error(int line, String problem) {
        String text = Character.toUpperCase(problem.charAt(0)) + problem.substring(1);
        return new TaskFileException(text + " (" + name + ":" + line + ").");
    }

    /// Makes something, and gives its complaint the place.
    <T> T at(int line, java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (TaskFileException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            String text = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
            throw new TaskFileException(
                    (text.isEmpty()
                                    ? "This value cannot be used"
                                    : Character.toUpperCase(text.charAt(0)) + text.substring(1))
                            + " (" + name + ":" + line + ").",
                    e);
        }
    }
}
