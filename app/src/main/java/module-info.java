import org.jspecify.annotations.NullMarked;

/// The one program you start.
@NullMarked
module dev.assay.app {
    requires dev.assay.agents;
    requires dev.assay.audit;
    requires dev.assay.calibrate;
    requires dev.assay.core;
    requires dev.assay.engine;
    requires dev.assay.models;
    requires dev.assay.organisms;
    requires dev.assay.report;
    requires dev.assay.serve;
    requires dev.assay.store;
    requires dev.assay.tasks;
    requires info.picocli;
    requires java.net.http;
    requires java.sql;
    requires jdk.httpserver;
    requires tools.jackson.dataformat.yaml;
    requires static dev.assay.telemetry;
    requires static org.jspecify;

    opens dev.assay.app;
    opens dev.assay.app.audit;
    opens dev.assay.app.calibrate;
    opens dev.assay.app.datasets;
    opens dev.assay.app.doctor;
    opens dev.assay.app.compare;
    opens dev.assay.app.eval;
    opens dev.assay.app.logs;
    opens dev.assay.app.models;
    opens dev.assay.app.organisms;
    opens dev.assay.app.telemetry;
    opens dev.assay.app.serve;
}
