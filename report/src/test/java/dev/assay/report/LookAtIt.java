package dev.assay.report;

import dev.assay.report.fixture.ReportFixture;
import java.nio.file.Path;

/// Writes the fixture's documents into a folder, to be looked at.
final class LookAtIt {
    private LookAtIt() {}

    public static void main(String[] arguments) {
        Reports.write(ReportFixture.finch(), Path.of(arguments[0]));
    }
}
