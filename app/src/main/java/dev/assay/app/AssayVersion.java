package dev.assay.app;

/// The version of the program, from its jar's manifest.
public final class AssayVersion {

    private AssayVersion() {}

    /// Such as `0.1.0`; `development` where there is no manifest.
    public static String current() {
        String version = AssayVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
