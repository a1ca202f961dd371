package dev.assay.tasks.file;

import dev.assay.agents.code.CodeLanguage;
import dev.assay.agents.sandbox.Bubblewrap;
import dev.assay.agents.sandbox.Container;
import dev.assay.agents.sandbox.Sandbox;
import dev.assay.agents.sandbox.SandboxFactory;
import dev.assay.agents.sandbox.SandboxLimits;
import dev.assay.core.task.Sample;
import dev.assay.tasks.data.SampleFacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A sandbox that a task names.
///
/// @param engine which program makes it
/// @param image of containers
/// @param limits what code in it may take
/// @param files what lies in the working folder of every sample
/// @param digests of the files that these were read from
/// @param outside those of them that lie outside the task's folder
/// @param line where the task names it
record SandboxPart(
        Engine engine,
        Optional<String> image,
        SandboxLimits limits,
        Map<String, byte[]> files,
        List<String> digests,
        List<Path> outside,
        int line)
        implements Part {

    /// A program that makes sandboxes.
    enum Engine {
        AUTO,
        BUBBLEWRAP,
        DOCKER,
        PODMAN
    }

    static final Set<String> KEYS = Set.of("engine", "image", "time", "output", "memory", "processes", "disk", "files");

    private static final Map<String, Engine> ENGINES = Map.of(
            "auto", Engine.AUTO,
            "bubblewrap", Engine.BUBBLEWRAP,
            "docker", Engine.DOCKER,
            "podman", Engine.PODMAN);
    private static final int MOST_FILE_BYTES = 16 << 20;
    private static final long MIB = 1 << 20;

    SandboxPart {
        files = Map.copyOf(files);
        digests = List.copyOf(digests);
        outside = List.copyOf(outside);
    }

    /// One of the engines' names.
    static SandboxPart named(YamlFile file, String engine, int line) {
        Engine known = ENGINES.get(engine);
        if (known == null) {
            throw file.error(
                    line, "'sandbox' is '" + Fields.shown(engine) + "': " + Fields.hint(engine, ENGINES.keySet()));
        }
        return of(file, known, Optional.empty(), SandboxLimits.DEFAULT, new HashMap<>(), List.of(), List.of(), line);
    }

    /// The settings of a sandbox among `fields`.
    static SandboxPart read(YamlFile file, Path folder, Fields fields) {
        SandboxLimits limits = SandboxLimits.DEFAULT;
        if (fields.has("time")) {
            limits = limits.withTimeout(Sizes.duration(file, fields, "time"));
        }
        var output = Sizes.bytes(file, fields, "output", 1 << 10, 64 * MIB);
        if (output.isPresent()) {
            limits = limits.withOutputBytes((int) output.getAsLong());
        }
        var memory = Sizes.bytes(file, fields, "memory", 16 * MIB, 1L << 40);
        if (memory.isPresent()) {
            limits = limits.withMemory(memory.getAsLong(), memory.getAsLong());
        }
        var processes = fields.whole("processes", 4, 4096);
        if (processes.isPresent()) {
            limits = limits.withProcesses((int) processes.getAsLong());
        }
        var disk = Sizes.bytes(file, fields, "disk", 1 << 10, 1L << 40);
        if (disk.isPresent()) {
            limits = limits.withDisk(disk.getAsLong(), disk.getAsLong());
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        Map<String, String> digests = new TreeMap<>();
        List<Path> outside = new ArrayList<>();
        fields.entries("files").forEach((path, value) -> {
            if (path.isBlank() || path.indexOf('\0') >= 0) {
                throw file.error(value.line(), "a file of the sandbox needs a path");
            }
            if (value instanceof YamlNode.Mapping) {
                Fields from = new Fields(file, value, "a file of the sandbox", Set.of("from"));
                NamedFile named = NamedFile.read(file, folder, from.text("from"), from.lineOf("from"), MOST_FILE_BYTES);
                files.put(path, named.bytes());
                digests.put(path, named.digest());
                if (!named.isIn(folder)) {
                    outside.add(named.path().toAbsolutePath().normalize());
                }
            } else {
                files.put(path, fields.scalar(value, path).getBytes(StandardCharsets.UTF_8));
            }
        });
        return of(
                file,
                fields.word("engine", ENGINES).orElse(Engine.AUTO),
                fields.optional("image"),
                limits,
                files,
                List.copyOf(digests.values()),
                outside,
                fields.line());
    }

    private static SandboxPart of(
            YamlFile file,
            Engine engine,
            Optional<String> image,
            SandboxLimits limits,
            Map<String, byte[]> files,
            List<String> digests,
            List<Path> outside,
            int line) {
        boolean needsImage = engine == Engine.DOCKER || engine == Engine.PODMAN;
        if (needsImage && image.isEmpty()) {
            throw file.error(
                    line,
                    "the engine " + word(engine) + " needs 'image', one that is on this machine, such as python:3.12");
        }
        if (engine == Engine.BUBBLEWRAP && image.isPresent()) {
            throw file.error(line, "the engine bubblewrap takes no 'image': leave it away");
        }
        image.ifPresent(name -> file.at(line, () -> Container.of("docker", name, limits)));
        return new SandboxPart(engine, image, limits, files, digests, outside, line);
    }

    private static String word(Engine engine) {
        return engine.name().toLowerCase(java.util.Locale.ROOT);
    }

    /// The sandboxes; where they are to be used, one that this machine has, and else one that opens none.
    ///
    /// @param language for what; Java is shown the JDK of this program, which need not lie under `/usr`
    SandboxFactory factory(YamlFile file, Programs programs, Optional<CodeLanguage> language) {
        if (!programs.isAllowed()) {
            return unused();
        }
        Bubblewrap plain = Bubblewrap.with(limits);
        Bubblewrap bubblewrap = language.equals(Optional.of(CodeLanguage.JAVA))
                ? plain.readOnly(Path.of(System.getProperty("java.home")), CodeLanguage.JAVA_HOME)
                : plain;
        StringBuilder obstacles = new StringBuilder();
        if (engine == Engine.AUTO || engine == Engine.BUBBLEWRAP) {
            Optional<String> obstacle = Bubblewrap.obstacle();
            if (obstacle.isEmpty()) {
                return bubblewrap;
            }
            obstacles.append(obstacle.get());
        }
        if (engine != Engine.BUBBLEWRAP && image.isPresent()) {
            for (String program : engine == Engine.AUTO ? List.of("docker", "podman") : List.of(word(engine))) {
                Optional<String> obstacle = Container.obstacle(program);
                if (obstacle.isEmpty()) {
                    return Container.of(program, image.get(), limits);
                }
                obstacles.append(obstacles.isEmpty() ? "" : " ").append(obstacle.get());
            }
        }
        String why = obstacles.toString().strip();
        throw file.error(
                line,
                "there is no sandbox on this machine: "
                        + (why.endsWith(".") ? why.substring(0, why.length() - 1) : why));
    }

    private SandboxFactory unused() {
        return new SandboxFactory() {
            @Override
            public Sandbox open() {
                throw new IllegalStateException("A task that is only read was run.");
            }

            @Override
            public String description() {
                return word(engine);
            }
        };
    }

    /// The files of a sample: the task's, and its own beside or in place of them.
    Map<String, byte[]> files(Sample sample) {
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        WorldPart.files(sample).forEach((path, text) -> all.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return all;
    }

    @Override
    public Set<String> facts() {
        return Set.of(SampleFacts.FILES);
    }

    @Override
    public List<String> starts() {
        String shown = outside.stream()
                .distinct()
                .map(path -> Fields.line(path.toString()))
                .collect(Collectors.joining(" and "));
        String files = outside.isEmpty() ? "" : ", which is shown your file" + (outside.size() == 1 ? " " : "s ");
        return List.of("starts a sandbox (" + word(engine) + ")" + files + shown);
    }

    @Override
    public void check(Sample sample) {
        Map<String, String> unused = WorldPart.files(sample);
    }
}
