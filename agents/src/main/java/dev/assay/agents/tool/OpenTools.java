package dev.assay.agents.tool;

import java.util.ArrayList;
import java.util.List;

/// The tools of one sample, ready for use, and what they hold open.
public interface OpenTools extends AutoCloseable {

    /// The tools, in the order in which a model is told of them.
    List<Tool> tools();

    /// Ends what the tools hold: processes, connections, folders. No call follows. Does nothing by default.
    @Override
    default void close() {}

    /// These tools and then `others`; closing closes both.
    default OpenTools and(OpenTools others) {
        OpenTools first = this;
        List<Tool> all = new ArrayList<>(first.tools());
        all.addAll(others.tools());
        return new OpenTools() {
            @Override
            public List<Tool> tools() {
                return List.copyOf(all);
            }

            @Override
            public void close() {
                try {
                    others.close();
                } finally {
                    first.close();
                }
            }
        };
    }
}
