package dev.assay.agents.world;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Finds the line of a key in YAML. Jackson forgets the place of what it had to buffer, such as an unknown
/// key.
final class YamlLines {

    private YamlLines() {}

    /// The line, from 1, at which the value of `path` begins; 0 if there is no such key.
    ///
    /// @param path names of keys, and places in lists as `[0]`
    static int of(YAMLMapper mapper, String yaml, List<String> path) {
        Deque<String> here = new ArrayDeque<>();
        Deque<Integer> indices = new ArrayDeque<>();
        try (JsonParser parser = mapper.createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean isInList = !indices.isEmpty() && indices.peekLast() >= 0;
                if (token == JsonToken.PROPERTY_NAME) {
                    here.addLast(parser.currentName());
                } else if (isInList && !token.isStructEnd()) {
                    int index = indices.removeLast();
                    indices.addLast(index + 1);
                    here.addLast("[" + index + "]");
                }
                if (List.copyOf(here).equals(path)) {
                    return parser.currentTokenLocation().getLineNr();
                }
                switch (token) {
                    case START_ARRAY -> indices.addLast(0);
                    case START_OBJECT -> indices.addLast(-1);
                    case END_ARRAY, END_OBJECT -> {
                        indices.removeLast();
                        here.pollLast();
                    }
                    case PROPERTY_NAME -> {}
                    default -> here.pollLast();
                }
            }
        } catch (JacksonException cut) {
            return 0;
        }
        return 0;
    }
}
