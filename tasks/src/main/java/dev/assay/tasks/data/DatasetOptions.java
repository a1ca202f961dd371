package dev.assay.tasks.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How a dataset is read. By default: the format by the file's name, the sample's own field names, all
/// rows in the file's order, every row checked before the first is given, rows of at most 32 MiB.
///
/// @param mapping which field is what
/// @param format how rows lie in the file; by its name where empty
/// @param name how logs call it; the file's name without its ending where empty
/// @param columns names of the columns of a CSV or TSV file without a header; its first line has them
///     where empty
/// @param separator between values; a comma in CSV and a tab in TSV where empty
/// @param rows where the list of rows lies within a JSON file, as `data.items`; the file is the list
///     where empty
/// @param from how many samples are left out at the start of the file, at least 0
/// @param to the number of the last sample that is taken, at least 1; to the end where empty
/// @param shuffle seed of the order in which the samples are given; the file's order where empty
/// @param shuffleChoices seed of the order of each sample's choices, whose letters the target follows;
///     as the file has it where empty
/// @param limit how many samples are given at most, after the shuffle, at least 1; all where empty
/// @param check what is checked before the first sample is given
/// @param maxRowBytes longest row, in bytes, 1 KiB to 1 GiB
public record DatasetOptions(
        FieldMapping mapping,
        Optional<DataFormat> format,
        Optional<String> name,
        List<String> columns,
        Optional<Character> separator,
        Optional<String> rows,
        long from,
        OptionalLong to,
        OptionalLong shuffle,
        OptionalLong shuffleChoices,
        OptionalLong limit,
        Check check,
        int maxRowBytes) {

    /// Every default.
    public static final DatasetOptions DEFAULT = new DatasetOptions(
            FieldMapping.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            0,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Check.EVERY_ROW,
            32 << 20);

    /// What is checked before the first sample is given.
    public enum Check {
        /// Every row that may be asked: form, fields, types, unique ids. A million rows of 100 bytes
        /// take about a second.
        EVERY_ROW,
        /// Rows are only counted; a bad row is an error at its place, when the run comes to it, and two
        /// equal ids are not noticed. Where a row must be read to be counted (`where`, JSON, CSV), it is
        /// read but not mapped.
        COUNT
    }

    public DatasetOptions {
        columns = List.copyOf(columns);
        if (from < 0) {
            throw new IllegalArgumentException("from must be at least 0, but is " + from);
        }
        if (to.isPresent() && to.getAsLong() <= from) {
            throw new IllegalArgumentException("to must be greater than from (" + from + "), but is " + to.getAsLong());
        }
        if (limit.isPresent() && limit.getAsLong() < 1) {
            throw new IllegalArgumentException("limit must be at least 1, but is " + limit.getAsLong());
        }
        if (maxRowBytes < 1 << 10 || maxRowBytes > 1 << 30) {
            throw new IllegalArgumentException("maxRowBytes must be 1 KiB to 1 GiB, but is " + maxRowBytes);
        }
    }

    public DatasetOptions withMapping(FieldMapping value) {
        return new DatasetOptions(
                value,
                format,
                name,
                columns,
                separator,
                rows,
                from,
                to,
                shuffle,
                shuffleChoices,
                limit,
                check,
                maxRowBytes);
    }

    public DatasetOptions withFormat(DataFormat value) {
        return new DatasetOptions(
                mapping,
                Optional.of(value),
                name,
                columns,
                separator,
                rows,
                from,
                to,
                shuffle,
                shuffleChoices,
                limit,
                check,
                maxRowBytes);
    }

    public DatasetOptions withName(String value) {
        return new DatasetOptions(
                mapping,
                format,
                Optional.of(value),
                columns,
                separator,
                rows,
                from,
                to,
                shuffle,
                shuffleChoices,
                limit,
                check,
                maxRowBytes);
    }

    public DatasetOptions withColumns(List<String> value) {
        return new DatasetOptions(
                mapping,
                format,
                name,
                value,
                separator,
                rows,
                from,
                to,
                shuffle,
                shuffleChoices,
                limit,
                check,
                maxRowBytes);
    }

    public DatasetOptions withSeparator(char value) {
        return new DatasetOptions(
                mapping,
                format,
                name,
                columns,
                Optional.of(value),
                rows,
                from,
                to,
                shuffle,
                shuffleChoices,
                limit,
                check,
                maxRowBytes);
    }

    public DatasetOptions withRows(String value) {
        return new DatasetOptions(
                mapping,
                format,
                name,
                columns,
                separator,
                Optional.of(value),
                from,
                to,
                shuffle,
                shuffleChoices,
                limit,
                check,
                maxRowBytes);
    }

    /// The samples from number `first`, counted from 0, up to and without number `last`.
    public DatasetOptions withSlice(long first, long last) {
        return new DatasetOptions(
                mapping,
                format,
                name,
                columns,
                separator,
                rows,
                first,
                OptionalLong.of(last),
                shuffle,
                shuffleChoices,
                limit,
                check,
                maxRowBytes);
    }

    public DatasetOptions withShuffle(long seed) {
        return new DatasetOptions(
                mapping,
                format,
                name,
                columns,
                separator,
                rows,
                from,
                to,
                OptionalLong.of(seed),
                shuffleChoices,
                limit,
                check,
                maxRowBytes);
    }

    public DatasetOptions withShuffleChoices(long seed) {
        return new DatasetOptions(
                mapping,
                format,
                name,
                columns,
                separator,
                rows,
                from,
                to,
                shuffle,
                OptionalLong.of(seed),
                limit,
                check,
                maxRowBytes);
    }

    public DatasetOptions withLimit(long value) {
        return new DatasetOptions(
                mapping,
                format,
                name,
                columns,
                separator,
                rows,
                from,
                to,
                shuffle,
                shuffleChoices,
                OptionalLong.of(value),
                check,
                maxRowBytes);
    }

    public DatasetOptions withCheck(Check value) {
        return new DatasetOptions(
                mapping,
                format,
                name,
                columns,
                separator,
                rows,
                from,
                to,
                shuffle,
                shuffleChoices,
                limit,
                value,
                maxRowBytes);
    }

    public DatasetOptions withMaxRowBytes(int value) {
        return new DatasetOptions(
                mapping,
                format,
                name,
                columns,
                separator,
                rows,
                from,
                to,
                shuffle,
                shuffleChoices,
                limit,
                check,
                value);
    }

    /// All that decides, beside the file, which samples are given.
    String canonical() {
        return String.join(
                "\u0002",
                mapping.canonical(),
                columns.toString(),
                separator.toString(),
                rows.toString(),
                Long.toString(from),
                to.toString(),
                shuffle.toString(),
                shuffleChoices.toString(),
                limit.toString());
    }

    /// How many samples from the start of the file are looked at at most, where the order stays the file's.
    long last() {
        long end = to.orElse(Long.MAX_VALUE);
        if (shuffle.isEmpty() && limit.isPresent() && limit.getAsLong() < end - from) {
            return from + limit.getAsLong();
        }
        return end;
    }
}
