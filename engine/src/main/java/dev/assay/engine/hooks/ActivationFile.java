package dev.assay.engine.hooks;

import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.SafetensorsReader;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Activations on disk: a safetensors file, mapped, that is read prompt by prompt, so that a set larger than memory
/// can be written and read. Any safetensors reader opens it:
///
/// - one F32 tensor a site, named as the site, of shape (rows, width); of `attn_pattern`, whose rows grow, flat;
/// - I32 `prompt_lengths` and `prompt_rows`: tokens of each prompt, and how many of them were captured;
/// - I32 `positions`: the position of each row in its prompt; rows follow one another prompt by prompt.
public final class ActivationFile implements AutoCloseable {

    static final String FORMAT = "assay-activations/1";
    static final String LENGTHS = "prompt_lengths";
    static final String ROWS = "prompt_rows";
    static final String POSITIONS = "positions";
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final SafetensorsReader reader;
    private final List<Site> sites;
    private final List<CapturedPrompt> prompts;
    private final List<long[]> begins = new ArrayList<>(); // by site: where each prompt's numbers begin, and the end

    private ActivationFile(SafetensorsReader reader, List<Site> sites, List<CapturedPrompt> prompts) {
        this.reader = reader;
        this.sites = sites;
        this.prompts = prompts;
        var rows = prompts.stream().mapToLong(part -> part.positions().size()).sum();
        for (var site : sites) {
            var size = reader.segment(site.toString()).byteSize() / 4;
            begins.add(site.kind() == SiteKind.ATTN_PATTERN ? ofPattern(site, size) : even(size, rows, site));
        }
    }

    /// Maps a file.
    ///
    /// @throws CheckpointException if it is missing, damaged, or holds no activations
    public static ActivationFile open(Path file) {
        var reader = SafetensorsReader.open(file);
        try {
            if (!FORMAT.equals(reader.metadata().get("format"))) {
                throw new IllegalArgumentException("its format is not " + FORMAT);
            }
            var sites = reader.names().stream()
                    .filter(name -> !List.of(LENGTHS, ROWS, POSITIONS).contains(name))
                    .map(Site::parse)
                    .sorted()
                    .toList();
            return new ActivationFile(reader, sites, prompts(reader));
        } catch (IllegalArgumentException e) {
            reader.close();
            throw new CheckpointException("%s holds no activations: %s.".formatted(file, e.getMessage()), e);
        } catch (CheckpointException e) {
            reader.close();
            throw e;
        }
    }

    private static List<CapturedPrompt> prompts(SafetensorsReader reader) {
        var lengths = ints(reader, LENGTHS);
        var rows = ints(reader, ROWS);
        var positions = ints(reader, POSITIONS);
        var prompts = new ArrayList<CapturedPrompt>();
        var at = 0;
        for (var i = 0; i < lengths.length; i++) {
            if (i >= rows.length || rows[i] < 1 || rows[i] > positions.length - at) {
                throw new IllegalArgumentException("its counts of rows do not fit its positions");
            }
            prompts.add(new CapturedPrompt(
                    lengths[i],
                    IntStream.range(at, at + rows[i])
                            .map(p -> positions[p])
                            .boxed()
                            .toList()));
            at += rows[i];
        }
        if (at != positions.length || rows.length != lengths.length) {
            throw new IllegalArgumentException("its counts of rows do not fit its positions");
        }
        return prompts;
    }

    private static int[] ints(SafetensorsReader reader, String name) {
        if (!reader.entry(name).dtype().equals("I32")) {
            throw new IllegalArgumentException("its " + name + " are not of type I32");
        }
        return reader.segment(name).toArray(INT);
    }

    private long[] even(long size, long rows, Site site) {
        requireFloats(site);
        if (rows > 0 && (size == 0 || size % rows != 0 || size / rows > Integer.MAX_VALUE - 8)) {
            throw new IllegalArgumentException("its %d numbers of %s are no %d rows".formatted(size, site, rows));
        }
        var begins = new long[prompts.size() + 1];
        for (var i = 0; i < prompts.size(); i++) {
            begins[i + 1] = begins[i] + size / rows * prompts.get(i).positions().size();
        }
        return begins;
    }

    private long[] ofPattern(Site site, long size) {
        requireFloats(site);
        var begins = new long[prompts.size() + 1];
        for (var i = 0; i < prompts.size(); i++) {
            begins[i + 1] = begins[i]
                    + prompts.get(i).positions().stream().mapToLong(p -> p + 1).sum();
        }
        var all = begins[prompts.size()];
        var heads = all == 0 ? 0 : size / all;
        if (all * heads != size || all > 0 && heads == 0) {
            throw new IllegalArgumentException("its %d numbers of %s are no patterns".formatted(size, site));
        }
        return Arrays.stream(begins).map(begin -> begin * heads).toArray();
    }

    private void requireFloats(Site site) {
        if (!reader.entry(site.toString()).dtype().equals("F32")) {
            throw new IllegalArgumentException("its %s is not of type F32".formatted(site));
        }
    }

    /// Name of the model that they were captured from, as the file states it: text from outside.
    public String model() {
        return reader.metadata().getOrDefault("model", "");
    }

    /// The sites, by layer.
    public List<Site> sites() {
        return sites;
    }

    /// The prompts, in their order.
    public List<CapturedPrompt> prompts() {
        return prompts;
    }

    /// Reads one prompt.
    ///
    /// @throws IndexOutOfBoundsException if there is no such prompt
    public Activations prompt(int index) {
        var collector = new Activations.Collector(model(), sites);
        read(index, collector);
        return collector.activations();
    }

    /// Reads one prompt after the other.
    public void forEach(ActivationSink sink) {
        for (var prompt = 0; prompt < prompts.size(); prompt++) {
            read(prompt, sink);
        }
    }

    private void read(int prompt, ActivationSink sink) {
        var part = prompts.get(prompt);
        var values = new ArrayList<float[][]>();
        for (var site = 0; site < sites.size(); site++) {
            values.add(rows(prompt, site));
        }
        sink.accept(prompt, part, values);
    }

    private float[][] rows(int prompt, int site) {
        var part = prompts.get(prompt);
        var count = part.positions().size();
        var begin = begins.get(site)[prompt];
        var numbers = begins.get(site)[prompt + 1] - begin;
        var pattern = sites.get(site).kind() == SiteKind.ATTN_PATTERN;
        var shares = pattern
                ? numbers / part.positions().stream().mapToLong(p -> p + 1).sum()
                : numbers / count;
        var bytes = reader.segment(sites.get(site).toString());
        var rows = new float[count][];
        var at = begin;
        for (var row = 0; row < count; row++) {
            var width = pattern ? shares * (part.positions().get(row) + 1) : shares;
            rows[row] = bytes.asSlice(4 * at, 4 * width).toArray(FLOAT);
            at += width;
        }
        return rows;
    }

    /// The mean row of a site over all prompts, one prompt in memory at a time.
    ///
    /// @throws IllegalArgumentException if the site is not in the file, there is no row, or it is an `attn_pattern`
    public double[] mean(Site site) {
        var index = sites.indexOf(site);
        if (index < 0) {
            throw new IllegalArgumentException("%s was not captured; captured are %s".formatted(site, sites));
        }
        var mean = new Mean(site);
        for (var prompt = 0; prompt < prompts.size(); prompt++) {
            mean.add(rows(prompt, index));
        }
        return mean.value();
    }

    /// Lets go of the file; what was read stays.
    @Override
    public void close() {
        reader.close();
    }
}
