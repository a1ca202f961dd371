package dev.assay.core.task;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// Samples under a name.
///
/// @param name how logs call it
/// @param samples in the order in which they are run and logged; at least one
public record Dataset(String name, List<Sample> samples) implements SampleSource {

    public Dataset {
        Objects.requireNonNull(name, "name");
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("Dataset '" + name + "' has no samples: give it at least one.");
        }
        Set<String> ids = new HashSet<>();
        for (Sample sample : samples) {
            if (!ids.add(sample.id())) {
                throw new IllegalArgumentException(
                        "Dataset '" + name + "' has two samples '" + sample.id() + "': give each an id of its own.");
            }
        }
    }

    @Override
    public String location() {
        return "";
    }

    @Override
    public long size() {
        return samples.size();
    }

    @Override
    public boolean shuffled() {
        return false;
    }

    @Override
    public String digest() {
        return SampleDigest.of(samples.stream());
    }

    @Override
    public Stream<Sample> open() {
        return samples.stream();
    }
}
