import org.jspecify.annotations.NullMarked;

/// Models that act: tools, simulated environments, sandboxes, the tool loop.
@NullMarked
module dev.assay.agents {
    requires static org.jspecify;
    requires transitive dev.assay.core;

    exports dev.assay.agents.loop;
    exports dev.assay.agents.tool;
}
