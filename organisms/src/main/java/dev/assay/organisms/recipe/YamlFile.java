package dev.assay.organisms.recipe;

import dev.assay.organisms.OrganismException;
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
public record YamlFile(String name, YamlNode.Mapping root) {

    /// Largest file that is read, in bytes.
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 32;

    /// The bytes of a file a user named.
    ///
    /// @throws OrganismException if there is no such file, it is a folder, too large, or cannot be read
    public static byte[] bytes(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new OrganismException(file + " is a folder; name a YAML file.");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new OrganismException(file + " is larger than 1 MiB; a recipe or truth file is small.");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new OrganismException("There is no file " + file + "; check the path.", e);
        } catch (IOException e) {
            throw new OrganismException(
                    file + " cannot be read (" + e.getClass().getSimpleName() + "); check its permissions.", e);
        }
    }

    /// Reads a file's bytes.
    ///
    /// @throws OrganismException if it is not UTF-8, not YAML, has a key twice, or is no mapping
    public static YamlFile parse(String name, byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new OrganismException(name + " is not UTF-8 text; save it as UTF-8.", e);
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
            throw new OrganismException(
                    "This is not valid YAML: " + problem + " (" + name + ", line " + line + ").", e);
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
    public OrganismException error(int line, String problem) {
        String text = Character.toUpperCase(problem.charAt(0)) + problem.substring(1);
        return new OrganismException(text + " (" + name + ", line " + line + ").");
    }
}
