package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What another process asks of a running evaluation: a small file in the run's folder, which the run takes away when
/// it has read it.
///
/// @param stop whether the run is to begin no further sample
/// @param concurrency samples that may be under way from now on
/// @param budget budget of the run's command from now on, as `--budget` takes it
record RunOrder(boolean stop, OptionalInt concurrency, Optional<String> budget) {

    private static final String PREFIX = "order-";
    private static final long MOST_BYTES = 1 << 16;

    /// Leaves the order in `folder`.
    ///
    /// @throws UserError if the folder cannot be written
    void send(RunFolder folder) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("stop", stop);
        concurrency.ifPresent(value -> json.put("concurrency", value));
        budget.ifPresent(value -> json.put("budget", value));
        // Names sort by time, so that of two orders the later one is obeyed last.
        String name = String.format(
                java.util.Locale.ROOT,
                "%s%016d-%d",
                PREFIX,
                System.currentTimeMillis(),
                ProcessHandle.current().pid());
        Path part = folder.path().resolve(name + ".part");
        try {
            Files.writeString(part, json.toString(), StandardCharsets.UTF_8);
            Files.move(part, folder.path().resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UserError("cannot write to '" + folder.path() + "', where the run would read the order.");
        }
    }

    /// Takes all orders that lie in `folder`, the oldest first. What is no order is taken away too.
    static List<RunOrder> take(RunFolder folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder.path())) {
            files = all.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.startsWith(PREFIX) && name.endsWith(".json");
                    })
                    .sorted()
                    .toList();
        }
        List<RunOrder> orders = new ArrayList<>();
        for (Path file : files) {
            if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
                read(Files.readString(file, StandardCharsets.UTF_8)).ifPresent(orders::add);
            }
            Files.deleteIfExists(file);
        }
        return orders;
    }

    private static Optional<RunOrder> read(String text) {
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            int wanted = json.path("concurrency").asInt(0);
            return Optional.of(new RunOrder(
                    json.path("stop").asBoolean(false),
                    wanted > 0 ? OptionalInt.of(wanted) : OptionalInt.empty(),
                    json.path("budget").isString()
                            ? Optional.of(json.path("budget").stringValue())
                            : Optional.empty()));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
