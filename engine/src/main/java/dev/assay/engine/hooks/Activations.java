package dev.assay.engine.hooks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What was captured: for each site and each prompt a row a captured position. Rows are ragged: a prompt has as many
/// as it has positions, and nothing is filled up. Immutable.
public final class Activations {

    private final String model;
    private final List<Site> sites;
    private final List<CapturedPrompt> prompts;
    private final List<List<float[][]>> rows; // a prompt, a site

    private Activations(String model, List<Site> sites, List<CapturedPrompt> prompts, List<List<float[][]>> rows) {
        this.model = model;
        this.sites = List.copyOf(sites);
        this.prompts = List.copyOf(prompts);
        this.rows = List.copyOf(rows);
    }

    /// Collects what a sink is given.
    public static final class Collector implements ActivationSink {

        private final String model;
        private final List<Site> sites;
        private final List<CapturedPrompt> prompts = new ArrayList<>();
        private final List<List<float[][]>> rows = new ArrayList<>();

        /// @param model name of the model, as it is kept
        /// @param sites the sites asked for
        public Collector(String model, List<Site> sites) {
            this.model = model;
            this.sites = List.copyOf(sites);
        }

        @Override
        public void accept(int prompt, CapturedPrompt part, List<float[][]> values) {
            prompts.add(part);
            rows.add(List.copyOf(values));
        }

        /// What came so far.
        public Activations activations() {
            return new Activations(model, sites, prompts, rows);
        }
    }

    /// Name of the model, or of the view of it, that they were captured from.
    public String model() {
        return model;
    }

    /// The sites, in the order asked for.
    public List<Site> sites() {
        return sites;
    }

    /// The prompts, in their order.
    public List<CapturedPrompt> prompts() {
        return prompts;
    }

    /// The site, if there is one alone.
    ///
    /// @throws IllegalArgumentException if there are several
    public Site onlySite() {
        if (sites.size() != 1) {
            throw new IllegalArgumentException("Name one of the sites %s".formatted(sites));
        }
        return sites.getFirst();
    }

    private int index(Site site) {
        var index = sites.indexOf(site);
        if (index < 0) {
            throw new IllegalArgumentException("%s was not captured; captured are %s".formatted(site, sites));
        }
        return index;
    }

    /// The rows of a prompt at a site, one a captured position, copied.
    ///
    /// @throws IllegalArgumentException if the site was not captured
    /// @throws IndexOutOfBoundsException if there is no such prompt
    public List<float[]> rows(Site site, int prompt) {
        return Arrays.stream(rows.get(prompt).get(index(site)))
                .map(float[]::clone)
                .toList();
    }

    /// The rows of all prompts at a site, copied.
    ///
    /// @throws IllegalArgumentException if the site was not captured
    public List<float[]> rows(Site site) {
        var all = new ArrayList<float[]>();
        for (var prompt = 0; prompt < prompts.size(); prompt++) {
            all.addAll(rows(site, prompt));
        }
        return all;
    }

    /// One row, copied.
    ///
    /// @param position a position of the prompt; a negative one counts from its end
    /// @throws IllegalArgumentException if site or position was not captured
    /// @throws IndexOutOfBoundsException if there is no such prompt
    public float[] row(Site site, int prompt, int position) {
        return rows.get(prompt)
                .get(index(site))[prompts.get(prompt).row(position)]
                .clone();
    }

    /// The attention pattern of a prompt as head x query x key: a query a captured position, as many keys as the
    /// prompt has tokens, 0 behind the query.
    ///
    /// @throws IllegalArgumentException if `site` is no captured `attn_pattern`
    public float[][][] pattern(Site site, int prompt) {
        if (site.kind() != SiteKind.ATTN_PATTERN) {
            throw new IllegalArgumentException("%s is no attn_pattern".formatted(site));
        }
        var part = prompts.get(prompt);
        var queries = rows.get(prompt).get(index(site));
        var heads = queries[0].length / (part.positions().getFirst() + 1);
        var pattern = new float[heads][queries.length][part.length()];
        for (var query = 0; query < queries.length; query++) {
            var keys = part.positions().get(query) + 1;
            for (var head = 0; head < heads; head++) {
                System.arraycopy(queries[query], head * keys, pattern[head][query], 0, keys);
            }
        }
        return pattern;
    }

    /// The mean row of the only site.
    ///
    /// @throws IllegalArgumentException as [#onlySite] and [#mean(Site)]
    public double[] mean() {
        return mean(onlySite());
    }

    /// The mean of all rows of a site, in 64-bit floats.
    ///
    /// @throws IllegalArgumentException if the site was not captured, there is no row, or it is an `attn_pattern`,
    ///     whose rows have no common width
    public double[] mean(Site site) {
        var mean = new Mean(site);
        var index = index(site);
        rows.forEach(prompt -> mean.add(prompt.get(index)));
        return mean.value();
    }

    /// One prompt alone: what a run is patched from.
    ///
    /// @throws IndexOutOfBoundsException if there is no such prompt
    public Activations only(int prompt) {
        return new Activations(model, sites, List.of(prompts.get(prompt)), List.of(rows.get(prompt)));
    }

    /// Writes them as a file of [ActivationFile]; it appears whole or not at all.
    ///
    /// @throws dev.assay.engine.checkpoint.CheckpointException if it cannot be written
    public void save(Path file) {
        var widths = new ArrayList<ActivationWriter.Widths>();
        for (var site = 0; site < sites.size(); site++) {
            var index = site;
            widths.add((prompt, row) -> rows.get(prompt).get(index)[row].length);
        }
        ActivationWriter.write(file, model, sites, prompts, widths, sink -> {
            for (var prompt = 0; prompt < prompts.size(); prompt++) {
                sink.accept(prompt, prompts.get(prompt), rows.get(prompt));
            }
        });
    }

    /// Reads a whole file of [ActivationFile] into memory.
    ///
    /// @throws dev.assay.engine.checkpoint.CheckpointException if it is missing, damaged or no such file
    public static Activations load(Path file) {
        try (var open = ActivationFile.open(file)) {
            var collector = new Collector(open.model(), open.sites());
            open.forEach(collector);
            return collector.activations();
        }
    }
}
