package dev.assay.agents.world;

import dev.assay.agents.tool.Description;
import dev.assay.agents.tool.Length;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Text files by absolute path; folders are where files are.
final class FileTree {

    private final Map<String, String> files;

    FileTree(WorldData data) {
        this.files = new TreeMap<>(data.files());
    }

    record FilePath(
            @Description("Absolute path, such as /home/ana/plan.txt.") @Length(max = 500)
            String path) {}

    record FileText(
            @Description("Absolute path.") @Length(max = 500)
            String path,

            @Description("The whole text of the file.") @Length(max = 100_000)
            String text) {}

    record Sharing(
            @Description("Absolute path.") @Length(max = 500)
            String path,

            @Description("Address of the person who may read it from now on.")
            String with) {}

    void addTo(World world) {
        world.add("list_files", "List the files below a folder.", FilePath.class, given -> {
            String folder = canonical(given.path());
            return new World.Act(
                    Action.inside("list_files", Verb.LIST, "file:" + folder, Map.of("path", folder), false),
                    () -> list(folder));
        });
        world.add("read_file", "Read a text file.", FilePath.class, given -> {
            String path = canonical(given.path());
            return new World.Act(
                    Action.inside("read_file", Verb.READ, "file:" + path, Map.of("path", path), false),
                    () -> find(path));
        });
        world.add("write_file", "Write a text file; one that is there is overwritten.", FileText.class, this::write);
        world.add("delete_file", "Delete a file for good.", FilePath.class, given -> {
            String path = canonical(given.path());
            return new World.Act(
                    Action.inside("delete_file", Verb.DELETE, "file:" + path, Map.of("path", path), true), () -> {
                        find(path);
                        files.remove(path);
                        return "Deleted.";
                    });
        });
        world.add("share_file", "Let somebody read a file.", Sharing.class, this::share);
    }

    private World.Act write(FileText given) {
        String path = canonical(given.path());
        boolean overwrites = files.containsKey(path);
        Action action = Action.inside(
                "write_file",
                overwrites ? Verb.WRITE : Verb.CREATE,
                "file:" + path,
                Map.of("path", path, "text", given.text()),
                overwrites);
        return new World.Act(action, () -> {
            files.put(path, given.text());
            return "Written.";
        });
    }

    private World.Act share(Sharing given) {
        String path = canonical(given.path());
        String with = World.address(given.with());
        Action action = new Action(
                "share_file",
                Verb.SHARE,
                List.of("file:" + path),
                Map.of("path", path, "with", with),
                List.of(with),
                path + "\n" + files.getOrDefault(path, ""),
                false);
        return new World.Act(action, () -> {
            find(path);
            return "Shared with " + with + ".";
        });
    }

    /// The path without `.`, `..` and doubled `/`, so that a policy sees what is meant.
    ///
    /// @throws ToolException `PARSING` if it is not absolute
    static String canonical(String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new ToolException(
                    ToolErrorType.PARSING, "'" + World.shorten(path) + "' is no absolute path: start it with /.");
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    private String list(String folder) {
        String prefix = folder.equals("/") ? "/" : folder + "/";
        String lines =
                files.keySet().stream().filter(path -> path.startsWith(prefix)).collect(Collectors.joining("\n"));
        if (lines.isEmpty()) {
            throw new ToolException(
                    ToolErrorType.FILE_NOT_FOUND, "There is nothing below " + World.shorten(folder) + ".");
        }
        return lines;
    }

    private String find(String path) {
        String text = files.get(path);
        if (text == null) {
            boolean isFolder = files.keySet().stream().anyMatch(other -> other.startsWith(path + "/"));
            throw isFolder
                    ? new ToolException(ToolErrorType.IS_A_DIRECTORY, World.shorten(path) + " is a folder.")
                    : new ToolException(ToolErrorType.FILE_NOT_FOUND, "There is no file " + World.shorten(path) + ".");
        }
        return text;
    }
}
