import org.jspecify.annotations.NullMarked;

/// Models that act: tools, simulated environments, sandboxes, the tool loop.
@NullMarked
module dev.assay.agents {
    requires java.net.http;
    requires static org.jspecify;
    requires transitive dev.assay.core;
    requires tools.jackson.dataformat.yaml;

    exports dev.assay.agents.code;
    exports dev.assay.agents.loop;
    exports dev.assay.agents.mcp;
    exports dev.assay.agents.sandbox;
    exports dev.assay.agents.tool;
    exports dev.assay.agents.world;

    opens dev.assay.agents.world to
            tools.jackson.databind;
}
