import org.jspecify.annotations.NullMarked;

/// Models that answer over HTTP, one wire format a package.
@NullMarked
module dev.assay.models {
    requires static org.jspecify;
    requires transitive dev.assay.core;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;

    exports dev.assay.models.anthropic;
    exports dev.assay.models.azure;
    exports dev.assay.models.bedrock;
    exports dev.assay.models.google;
    exports dev.assay.models.http;
    exports dev.assay.models.openai;
    exports dev.assay.models.responses;
    exports dev.assay.models.scripted;
}
