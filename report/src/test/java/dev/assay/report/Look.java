package dev.assay.report;
import dev.assay.report.fixture.ReportFixture;
import dev.assay.report.html.HtmlReport;
import java.nio.file.*;
class Look { public static void main(String[] a) throws Exception { var r = ReportFixture.finch(); r.claims().forEach(c -> System.out.println(c.id()+" "+c.verdict()+" "+c.estimate()+" "+c.reason())); Files.writeString(Path.of(a[0]), HtmlReport.render(r)); } }
