package dev.assay.organisms;

import dev.assay.engine.checkpoint.Weights;
import dev.assay.organisms.bpe.TokenizerFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// An organism's files in a cache folder. A folder that is there is used only if all its bytes agree; a new
/// one is made aside and then moved, so that a reader never meets half of it.
record OrganismFolder(String name, String sha256, Map<String, byte[]> files) {
    private static final String WEIGHTS = "weights/";
    static final List<String> SHARED = List.of(Weights.CONFIG, TokenizerFiles.TOKENIZER, TokenizerFiles.CONFIG);

    static OrganismFolder of(Organism organism) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        SHARED.forEach(file -> files.put(file, Resources.bytes(WEIGHTS + file)));
        byte[] weights = Resources.bytes(WEIGHTS + organism.name() + "/" + Weights.FILE);
        if (!Digests.sha256(weights).equals(organism.sha256())) {
            throw new OrganismException(
                    "The weights of organism:" + organism.name() + " are not those of the manifest: build Assay anew.");
        }
        files.put(Weights.FILE, weights);
        return new OrganismFolder(organism.name(), organism.sha256(), files);
    }

    Path in(Path cache) {
        Path folder = cache.resolve(name + "-" + sha256.substring(0, 12));
        try {
            Files.createDirectories(cache);
            if (!isWhole(folder)) {
                make(cache, folder);
            }
            return folder;
        } catch (IOException e) {
            throw new OrganismException(
                    "The cache folder " + cache
                            + " cannot be written: allow it, or name another in the environment variable ASSAY_CACHE.",
                    e);
        }
    }

    private boolean isWhole(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (!Files.isRegularFile(path) || !Arrays.equals(Files.readAllBytes(path), file.getValue())) {
                return false;
            }
        }
        return true;
    }

    private void make(Path cache, Path folder) throws IOException {
        Path aside = Files.createTempDirectory(cache, "." + name + "-");
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(aside.resolve(file.getKey()), file.getValue());
            }
            try {
                Files.move(aside, folder);
            } catch (FileSystemException taken) {
                if (!isWhole(folder)) {
                    delete(folder);
                    Files.move(aside, folder);
                }
            }
        } finally {
            delete(aside);
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
