package dev.assay.audit.domain;

import dev.assay.audit.yaml.PreparedYaml;
import dev.assay.audit.yaml.YamlFile;
import dev.assay.audit.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Domains made ready by a build, so that a start need neither open the program's archives for them nor read YAML: in
/// the folder that the system property `assay.prepared` names, each built-in file under its name, and the nodes of each
/// prepared file under the SHA-256 of its bytes. What is not there, or damaged, is read the usual way.
public final class PreparedDomains {

    /// The system property that names the folder; none is looked at where it is not set.
    public static final String FOLDER_PROPERTY = "assay.prepared";

    private PreparedDomains() {}

    /// Prepares the built-in domains and further ones.
    ///
    /// @param folder made if it is not there
    /// @param others bytes of further domain files
    /// @throws IOException if the folder cannot be written
    public static void prepare(Path folder, List<byte[]> others) throws IOException {
        Files.createDirectories(folder);
        for (String name : Domain.BUILTIN) {
            byte[] bytes = Domain.builtinBytes(name);
            Files.write(folder.resolve(name + ".yaml"), bytes);
            nodes(folder, bytes);
        }
        for (byte[] bytes : others) {
            nodes(folder, bytes);
        }
    }

    private static void nodes(Path folder, byte[] bytes) throws IOException {
        YamlFile file = YamlFile.parse("domain", bytes);
        Files.write(folder.resolve(Seeds.hex(bytes)), PreparedYaml.write(file.root()));
    }

    /// The bytes of a built-in domain.
    static Optional<byte[]> bytes(String name) {
        return read(name + ".yaml");
    }

    /// The nodes of the file with that digest.
    static Optional<YamlNode.Mapping> nodes(String digest) {
        return read(digest).flatMap(PreparedYaml::read);
    }

    private static Optional<byte[]> read(String name) {
        String folder = System.getProperty(FOLDER_PROPERTY);
        if (folder == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(Path.of(folder, name)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
