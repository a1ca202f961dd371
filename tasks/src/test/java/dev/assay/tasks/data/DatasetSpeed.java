package dev.assay.tasks.data;

import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/// Measures how fast a dataset is checked and read: `DatasetSpeed FILE [shuffle] [count]`. It prints the
/// times of a fresh JVM, the first sample's among them, and the memory that is held at the end.
public final class DatasetSpeed {

    private DatasetSpeed() {}

    public static void main(String[] arguments) throws Exception {
        DatasetOptions options = DatasetOptions.DEFAULT;
        for (String argument : arguments) {
            options = switch (argument) {
                case "shuffle" -> options.withShuffle(7);
                case "count" -> options.withCheck(DatasetOptions.Check.COUNT);
                default -> options;
            };
        }
        long start = System.nanoTime();
        SampleSource source = Datasets.open(Path.of(arguments[0]), options);
        long checked = System.nanoTime();
        long characters = 0;
        long first;
        try (Stream<Sample> samples = source.open()) {
            Iterator<Sample> each = samples.iterator();
            characters += each.next().input().getFirst().content().length();
            first = System.nanoTime();
            while (each.hasNext()) {
                characters += each.next().input().getFirst().content().length();
            }
        }
        long end = System.nanoTime();
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("");
        System.out.printf(
                Locale.ROOT,
                "%d samples, %d characters: checked in %.2f s, first sample after %.2f s, all read in %.2f s more"
                        + " (%.0f a second); %s%n",
                source.size(),
                characters,
                (checked - start) / 1e9,
                (first - start) / 1e9,
                (end - first) / 1e9,
                source.size() / ((end - first) / 1e9),
                peak);
    }
}
