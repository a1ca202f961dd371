package dev.assay.agents.world;

import dev.assay.agents.tool.Tool;
import dev.assay.agents.tool.Toolbox;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// The tools of a simulated world, a fresh one for each sample. Every judgement is an event with source
/// {@link Judgement#SOURCE}.
public final class SimulatedWorld {

    private SimulatedWorld() {}

    /// The same scenario for every sample.
    public static Toolbox of(Scenario scenario) {
        return of(sample -> scenario);
    }

    /// A scenario for each sample.
    public static Toolbox of(Function<Sample, Scenario> scenarios) {
        return (sample, events) -> {
            World world = new World(
                    scenarios.apply(sample),
                    judgement -> events.accept(
                            new SampleEvent.InfoEvent(Instant.now(), Judgement.SOURCE, judgement.toJson())));
            List<Tool> tools = world.tools();
            return () -> tools;
        };
    }
}
