import org.jspecify.annotations.NullMarked;

/// An open model behind the wire format that every client speaks.
@NullMarked
module dev.assay.serve {
    requires static org.jspecify;
    requires transitive dev.assay.core;
    requires transitive dev.assay.engine;
    requires io.helidon.http;
    requires io.helidon.webserver;
    requires java.logging;
    requires tools.jackson.databind;

    exports dev.assay.serve;
}
