package dev.assay.tasks.file;

import dev.assay.tasks.data.DatasetOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// A public set that auditors use: where it is, under which terms, how its file is read and how it is
/// asked. It holds no row of it.
///
/// @param name by which it is asked for
/// @param title its own name, with the part that is meant
/// @param about one sentence
/// @param address of the file
/// @param fileName how the file is stored, so that its format is known
/// @param licence as its makers state it
/// @param citation the paper
/// @param gated whether its host asks for consent or a login first; then it is fetched by hand and imported
/// @param harmful whether its rows ask for harm, and should be kept out of sight
/// @param sha256 of the file, in hexadecimal, where its bytes were fetched when the manifest was
///     written; empty means unverified: then what is fetched or imported first is pinned
/// @param rows how many it has, where that was counted
/// @param unconfirmed what of all this was not seen at a source when the manifest was written
/// @param reading how the file is read
/// @param task how it is asked; graded by the model `grader` where it needs one
public record Manifest(
        String name,
        String title,
        String about,
        URI address,
        String fileName,
        String licence,
        String citation,
        boolean gated,
        boolean harmful,
        Optional<String> sha256,
        OptionalLong rows,
        List<String> unconfirmed,
        DatasetOptions reading,
        TaskDefinition task) {

    private static final Set<String> KEYS = Set.of(
            "name",
            "version",
            "description",
            "title",
            "about",
            "address",
            "file",
            "licence",
            "citation",
            "gated",
            "harmful",
            "sha256",
            "rows",
            "unconfirmed",
            "dataset",
            "solver",
            "scorer",
            "metrics",
            "config",
            "epochs",
            "limits",
            "judge_labels");
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{64}");

    public Manifest {
        unconfirmed = List.copyOf(unconfirmed);
    }

    /// Reads a manifest.
    ///
    /// @throws TaskFileException with file and line if it breaks the schema
    static Manifest parse(String name, byte[] bytes) {
        YamlFile file = YamlFile.parse(name, bytes);
        Fields fields = new Fields(file, file.root(), "the manifest", KEYS);
        DatasetSection datasets = new DatasetSection(file, Path.of(""));
        DatasetOptions reading = fields.node("dataset")
                .map(datasets::reading)
                .orElse(options -> options)
                .apply(DatasetOptions.DEFAULT.withName(fields.text("name")));
        String sha = fields.text("sha256");
        if (!sha.equals("unverified") && !SHA.matcher(sha).matches()) {
            throw file.error(fields.lineOf("sha256"), "'sha256' must be 64 hexadecimal digits, or unverified");
        }
        DatasetChoice choice = new DatasetChoice(
                Optional.empty(), Optional.of(fields.text("name")), options -> options, fields.lineOf("name"));
        return new Manifest(
                fields.text("name"),
                fields.text("title"),
                fields.text("about"),
                fields.at("address", () -> URI.create(fields.text("address"))),
                fields.text("file"),
                fields.text("licence"),
                fields.text("citation"),
                fields.flag("gated"),
                fields.flag("harmful"),
                sha.equals("unverified") ? Optional.empty() : Optional.of(sha),
                fields.whole("rows", 1, Long.MAX_VALUE),
                fields.texts("unconfirmed"),
                reading,
                TaskFile.definition(file, Path.of(""), fields, choice));
    }
}
