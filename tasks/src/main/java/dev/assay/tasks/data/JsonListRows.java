package dev.assay.tasks.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rows of a JSON file that holds a list of objects, read one at a time.
final class JsonListRows implements RowReader {

    private final Path path;
    private final String file;
    private final StrictText text;
    private final JsonParser parser;
    private final JsonMapper mapper;

    JsonListRows(Path path, Optional<String> rows, int maxRow) {
        this.path = path;
        this.file = SourceFiles.name(path);
        this.text = new StrictText(path, maxRow);
        this.mapper = JsonRows.mapper(maxRow)
                .rebuild()
                .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        this.parser = mapper.createParser(text);
        guarded(() -> {
            parser.nextToken();
            if (rows.isPresent()) {
                for (String part : rows.get().split("\\.")) {
                    enter(part);
                }
            }
            requireList(rows);
            return null;
        });
    }

    private void enter(String name) {
        List<String> others = new ArrayList<>();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                if (name.equals(key)) {
                    return;
                }
                others.add(DatasetException.shown(String.valueOf(key)));
                parser.skipChildren();
                text.rowEnded();
            }
        }
        throw DatasetException.at(
                file,
                line(),
                "there is no '" + DatasetException.shown(name) + "' here, where the list of rows should lie"
                        + (others.isEmpty() ? "" : "; there is " + String.join(", ", others)));
    }

    private void requireList(Optional<String> rows) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return;
        }
        String found = parser.currentToken() == JsonToken.START_OBJECT ? "an object" : "no list";
        throw DatasetException.at(
                file,
                line(),
                rows.isPresent()
                        ? "'" + DatasetException.shown(rows.get()) + "' is " + found + ", but a list of rows is needed"
                        : "the file is " + found + ", but a list of rows is needed: say where it lies with rows: NAME,"
                                + " or use format jsonl for one object a line");
    }

    @Override
    public @Nullable Row next() {
        return guarded(() -> {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                return null;
            }
            long line = line();
            JsonNode row = mapper.readTree(parser);
            text.rowEnded();
            if (row == null || !row.isObject()) {
                throw DatasetException.at(
                        file,
                        line,
                        "this row is " + (row == null ? "missing" : Values.kind(row))
                                + ", but each item of the list must be an object");
            }
            return new Row(row, line);
        });
    }

    private interface Step {
        @Nullable
        Row run();
    }

    private @Nullable Row guarded(Step step) {
        try {
            return step.run();
        } catch (JacksonIOException e) {
            throw text.complaint(path, line(), e.getCause() instanceof IOException cause ? cause : new IOException(e));
        } catch (JacksonException e) {
            throw JsonRows.malformed(file, line(), e);
        }
    }

    private long line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    @Override
    public void close() {
        SourceFiles.close(text);
    }
}
