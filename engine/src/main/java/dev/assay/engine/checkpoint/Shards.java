package dev.assay.engine.checkpoint;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The tensors of a model folder, in one `model.safetensors` or in the files that `model.safetensors.index.json`
/// names, mapped into memory: opening costs the headers alone.
public final class Shards implements AutoCloseable {

    /// Name of the file that says which tensor lies in which file.
    public static final String INDEX = Weights.FILE + ".index.json";

    private final Path folder;
    private final List<SafetensorsReader> readers = new ArrayList<>();
    private final TreeMap<String, SafetensorsReader> places = new TreeMap<>();

    private Shards(Path folder) {
        this.folder = folder;
    }

    /// Maps the files of a folder.
    ///
    /// @throws CheckpointException if one is missing, cut short or damaged, or the index names what is not there
    public static Shards open(Path folder) {
        var shards = new Shards(folder);
        var opened = false;
        try {
            if (Files.exists(folder.resolve(INDEX)) && Files.notExists(folder.resolve(Weights.FILE))) {
                shards.addAll(index(folder.resolve(INDEX)));
            } else {
                shards.add(folder.resolve(Weights.FILE));
            }
            opened = true;
            return shards;
        } finally {
            if (!opened) {
                shards.close();
            }
        }
    }

    /// The names of the weights files of a folder, those of the index sorted.
    ///
    /// @throws CheckpointException if the index cannot be read
    public static List<String> files(Path folder) {
        return Files.exists(folder.resolve(INDEX)) && Files.notExists(folder.resolve(Weights.FILE))
                ? index(folder.resolve(INDEX)).values().stream()
                        .distinct()
                        .sorted()
                        .toList()
                : List.of(Weights.FILE);
    }

    private static Map<String, String> index(Path file) {
        final JsonNode map;
        try {
            map = JsonMapper.shared().readTree(Files.readAllBytes(file)).path("weight_map");
        } catch (IOException e) {
            throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        } catch (JacksonException e) {
            throw CheckpointException.noJson(file.toString(), e);
        }
        if (!map.isObject() || map.isEmpty()) {
            throw new CheckpointException("%s has no weight_map: fetch the folder again.".formatted(file));
        }
        var places = new LinkedHashMap<String, String>();
        for (var entry : map.properties()) {
            var name = entry.getValue().asString("");
            if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*\\.safetensors")) {
                throw new CheckpointException("%s places '%s' in '%s', which is no name of a safetensors file beside it"
                        .formatted(file, entry.getKey(), name));
            }
            places.put(entry.getKey(), name);
        }
        return places;
    }

    private void addAll(Map<String, String> index) {
        for (var name : index.values().stream().distinct().sorted().toList()) {
            var file = folder.resolve(name);
            if (Files.notExists(file)) {
                throw new CheckpointException("%s is missing, which %s names: fetch the whole folder again."
                        .formatted(file, folder.resolve(INDEX)));
            }
            add(file);
        }
        index.forEach((tensor, name) -> {
            if (!places.containsKey(tensor)) {
                throw new CheckpointException("%s has no tensor '%s', which %s places there: fetch both of one model."
                        .formatted(folder.resolve(name), tensor, folder.resolve(INDEX)));
            }
        });
    }

    private void add(Path file) {
        var reader = SafetensorsReader.open(file);
        readers.add(reader);
        for (var name : reader.names()) {
            if (places.put(name, reader) != null) {
                throw new CheckpointException("Tensor '%s' lies in %s and in another file of %s: fetch it again."
                        .formatted(name, file, folder));
            }
        }
    }

    /// The folder, for messages.
    public Path folder() {
        return folder;
    }

    /// The names of all tensors, sorted.
    public Set<String> names() {
        return places.keySet();
    }

    /// Type and shape of a tensor.
    ///
    /// @throws CheckpointException if there is none of this name
    public SafetensorsHeader.Entry entry(String name) {
        return reader(name).entry(name);
    }

    /// The bytes of a tensor, little-endian, valid until this is closed; perhaps not aligned.
    public MemorySegment segment(String name) {
        return reader(name).segment(name);
    }

    /// The numbers of a tensor, widened to 32-bit floats.
    ///
    /// @throws CheckpointException if its type is not F32, F16 or BF16, or it is larger than an array
    public float[] floats(String name) {
        return reader(name).floats(name);
    }

    private SafetensorsReader reader(String name) {
        var reader = places.get(name);
        if (reader == null) {
            throw new CheckpointException("Tensor '%s' is missing from %s".formatted(name, folder));
        }
        return reader;
    }

    @Override
    public void close() {
        readers.forEach(SafetensorsReader::close);
    }
}
