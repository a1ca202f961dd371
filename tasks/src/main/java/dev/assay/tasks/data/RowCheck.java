package dev.assay.tasks.data;

import dev.assay.tasks.data.DatasetOptions.Check;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One look through rows that come one after the other. The digest is over the rows as JSON lines.
final class RowCheck {

    private final Supplier<RowReader> source;
    private final String name;
    private final DatasetOptions options;
    private final SampleMapper mapper;
    private final JsonMapper json;

    RowCheck(Supplier<RowReader> source, String name, DatasetOptions options, SampleMapper mapper) {
        this.source = source;
        this.name = name;
        this.options = options;
        this.mapper = mapper;
        this.json = JsonRows.mapper(options.maxRowBytes());
    }

    /// @throws DatasetException for the first row that cannot be used
    Checked run() {
        Tally tally = new Tally(options.last());
        MessageDigest digest = Hashing.sha256();
        boolean shuffled = options.shuffle().isPresent();
        @Nullable RowIndex index = shuffled ? new RowIndex(name, Integer.MAX_VALUE - 8) : null;
        @Nullable Spool spool = shuffled ? new Spool() : null;
        try (RowReader rows = source.get()) {
            while (!tally.isFull()) {
                RowReader.Row row = rows.next();
                if (row == null) {
                    break;
                }
                if (!accepts(row)) {
                    continue;
                }
                count(tally, row);
                byte[] line = json.writeValueAsBytes(row.value());
                digest.update(line);
                digest.update((byte) '\n');
                if (spool != null && index != null) {
                    index.add(spool.add(line, 0, line.length), row.line());
                }
            }
        }
        if (spool != null) {
            spool.flush();
        }
        return new Checked(
                tally.samples(),
                HexFormat.of().formatHex(digest.digest()),
                Optional.ofNullable(index),
                Optional.ofNullable(spool));
    }

    private boolean accepts(RowReader.Row row) {
        try {
            return mapper.accepts(row.value());
        } catch (IllegalArgumentException e) {
            throw Located.at(name, row.line(), e);
        }
    }

    private void count(Tally tally, RowReader.Row row) {
        if (options.check() == Check.COUNT) {
            tally.add();
            return;
        }
        JsonNode value = row.value();
        Optional<String> id;
        try {
            id = mapper.id(value);
            mapper.sample(value, id.orElse("?"));
        } catch (IllegalArgumentException e) {
            throw Located.at(name, row.line(), e);
        }
        if (!tally.add(id.map(tally::hash).orElse(0L))) {
            Duplicates.confirm(source, name, mapper, tally.samples());
        }
    }
}
