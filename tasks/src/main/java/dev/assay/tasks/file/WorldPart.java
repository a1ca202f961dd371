package dev.assay.tasks.file;

import dev.assay.agents.tool.Toolbox;
import dev.assay.agents.world.Scenario;
import dev.assay.agents.world.SimulatedWorld;
import dev.assay.agents.world.StatePath;
import dev.assay.core.task.Sample;
import dev.assay.tasks.data.SampleFacts;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A simulated world that a task names.
///
/// @param scenario the world as its file says it
/// @param digest of that file
/// @param takesFiles whether a sample's files are the world's, which they are where there is no sandbox
/// @param line where the task names it
record WorldPart(Scenario scenario, String digest, boolean takesFiles, int line) implements Part {

    static WorldPart read(YamlFile file, Path folder, String name, int line) {
        NamedFile named = NamedFile.read(file, folder, name, line, YamlFile.MAX_BYTES);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(named.bytes()))
                    .toString();
            return new WorldPart(Scenario.parse(text, name), named.digest(), true, line);
        } catch (CharacterCodingException binary) {
            throw file.error(line, "the world '" + Fields.shown(name) + "' is not UTF-8 text; save it as UTF-8");
        } catch (IllegalArgumentException wrong) {
            String sentence = String.valueOf(wrong.getMessage());
            throw new TaskFileException(sentence.endsWith(".") ? sentence : sentence + ".", wrong);
        }
    }

    WorldPart withoutFiles() {
        return new WorldPart(scenario, digest, false, line);
    }

    Toolbox toolbox() {
        return SimulatedWorld.of(this::of);
    }

    /// The world of a sample.
    Scenario of(Sample sample) {
        Map<String, String> facts = sample.metadata();
        Map<String, String> files = takesFiles ? files(sample) : Map.of();
        if (files.isEmpty() && !facts.containsKey(SampleFacts.STATE) && !facts.containsKey(SampleFacts.END_STATE)) {
            return scenario;
        }
        Map<StatePath, JsonNode> end = new LinkedHashMap<>();
        object(sample, SampleFacts.END_STATE).forEachEntry((place, value) -> end.put(StatePath.of(place), value));
        return scenario.with(object(sample, SampleFacts.STATE), files, end);
    }

    /// The files of a sample, by path.
    static Map<String, String> files(Sample sample) {
        Map<String, String> files = new LinkedHashMap<>();
        object(sample, SampleFacts.FILES).forEachEntry((path, text) -> files.put(path, text.asString("")));
        return files;
    }

    private static ObjectNode object(Sample sample, String name) {
        String text = sample.metadata().getOrDefault(name, "{}");
        try {
            if (JsonMapper.shared().readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException noJson) {
            // told below
        }
        throw new IllegalArgumentException("its '" + name + "' is no JSON object");
    }

    @Override
    public List<String> digests() {
        return List.of(digest);
    }

    @Override
    public Set<String> facts() {
        Set<String> facts = new HashSet<>(Set.of(SampleFacts.STATE, SampleFacts.END_STATE));
        if (takesFiles) {
            facts.add(SampleFacts.FILES);
        }
        return facts;
    }

    @Override
    public void check(Sample sample) {
        Scenario unused = of(sample);
    }
}
