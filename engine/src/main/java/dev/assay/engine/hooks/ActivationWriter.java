package dev.assay.engine.hooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Writes files of [ActivationFile].
public final class ActivationWriter {

    private ActivationWriter() {}

    /// Width of a prompt's row at one site.
    @FunctionalInterface
    interface Widths {
        int of(int prompt, int row);
    }

    /// Streams what a model captures to disk: `capture` is given the sink to feed, prompt by prompt. The file appears
    /// whole or not at all.
    ///
    /// @param width of a site's row at a position
    /// @throws dev.assay.engine.checkpoint.CheckpointException if it cannot be written
    public static void stream(
            Path file,
            String model,
            List<Site> sites,
            List<CapturedPrompt> prompts,
            RowWidth width,
            Consumer<ActivationSink> capture) {
        var widths = sites.stream()
                .map(site -> (Widths) (prompt, row) ->
                        width.of(site, prompts.get(prompt).positions().get(row)))
                .toList();
        write(file, model, sites, prompts, widths, capture);
    }

    /// How wide a site's row is.
    @FunctionalInterface
    public interface RowWidth {
        /// @param position of the token in its prompt
        int of(Site site, int position);
    }

    /// Writes a file while it is captured: `capture` is given the sink to feed. The file appears whole or not at all.
    ///
    /// @param model name of the model
    /// @param prompts which tokens of each prompt will come
    /// @param widths of each site
    /// @throws dev.assay.engine.checkpoint.CheckpointException if it cannot be written
    static void write(
            Path file,
            String model,
            List<Site> sites,
            List<CapturedPrompt> prompts,
            List<Widths> widths,
            Consumer<ActivationSink> capture) {
        var rows = prompts.stream().mapToInt(part -> part.positions().size()).toArray();
        var all = IntStream.of(rows).reduce(0, Math::addExact);
        var parts = new ArrayList<TensorFile.Part>();
        for (var i = 0; i < sites.size(); i++) {
            var site = sites.get(i);
            var numbers = 0L;
            for (var prompt = 0; prompt < rows.length; prompt++) {
                for (var row = 0; row < rows[prompt]; row++) {
                    numbers += widths.get(i).of(prompt, row);
                }
            }
            var flat = site.kind() == SiteKind.ATTN_PATTERN || all == 0;
            parts.add(TensorFile.Part.floats(
                    site.toString(), flat ? List.of(numbers) : List.of((long) all, numbers / all)));
        }
        parts.add(TensorFile.Part.ints(ActivationFile.LENGTHS, rows.length));
        parts.add(TensorFile.Part.ints(ActivationFile.ROWS, rows.length));
        parts.add(TensorFile.Part.ints(ActivationFile.POSITIONS, all));
        TensorFile.write(file, TensorFile.metadata(ActivationFile.FORMAT, "model", model), parts, writer -> {
            writer.ints(
                    ActivationFile.LENGTHS,
                    0,
                    prompts.stream().mapToInt(CapturedPrompt::length).toArray());
            writer.ints(ActivationFile.ROWS, 0, rows);
            var written = new long[sites.size() + 1];
            try {
                capture.accept((_, part, values) -> {
                    var positions = part.positions().stream()
                            .mapToInt(Integer::intValue)
                            .toArray();
                    try {
                        for (var i = 0; i < sites.size(); i++) {
                            for (var row : values.get(i)) {
                                writer.floats(sites.get(i).toString(), written[i], row);
                                written[i] += row.length;
                            }
                        }
                        writer.ints(ActivationFile.POSITIONS, written[sites.size()], positions);
                        written[sites.size()] += positions.length;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
    }
}
