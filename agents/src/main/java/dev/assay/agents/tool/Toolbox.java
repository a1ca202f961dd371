package dev.assay.agents.tool;

import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleEvent;
import java.util.List;
import java.util.function.Consumer;

/// Where a sample's tools come from: the same for all samples, or made anew for each, such as a sandbox or a
/// simulated world. Used by many threads at once.
@FunctionalInterface
public interface Toolbox {

    /// The tools for `sample`. The caller closes them.
    ///
    /// @param events hears of what the tools have to record beside the calls themselves
    OpenTools open(Sample sample, Consumer<SampleEvent> events);

    /// The same tools for every sample.
    static Toolbox of(List<? extends Tool> tools) {
        List<Tool> copy = List.copyOf(tools);
        return (sample, events) -> () -> copy;
    }

    /// The same tools for every sample.
    static Toolbox of(Tool... tools) {
        return of(List.of(tools));
    }

    /// These tools and then those of `next`.
    default Toolbox and(Toolbox next) {
        return (sample, events) -> {
            OpenTools first = open(sample, events);
            try {
                return first.and(next.open(sample, events));
            } catch (RuntimeException | Error failure) {
                first.close();
                throw failure;
            }
        };
    }
}
