package dev.assay.report.compare;

import dev.assay.core.claim.Verdict;
import dev.assay.core.compare.RunComparison;
import dev.assay.core.compare.ScoreComparison;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// JUnit's XML, as build servers read it: one suite, one test a scorer. A drop is a `failure`; what could
/// not be
/// decided is an `error`, since a skipped test would count as fine.
final class JunitComparison {

    private JunitComparison() {}

    static String of(RunComparison comparison) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            xml.writeStartElement("testsuite");
            String suite = Plain.line(comparison.candidate().task());
            xml.writeAttribute("name", suite);
            xml.writeAttribute(
                    "tests",
                    Integer.toString(comparison.scores().size()
                            + comparison.missingScorers().size()));
            xml.writeAttribute("failures", Long.toString(count(comparison, Verdict.FAIL)));
            xml.writeAttribute(
                    "errors",
                    Long.toString(count(comparison, Verdict.INCONCLUSIVE)
                            + comparison.missingScorers().size()));
            xml.writeAttribute("skipped", "0");
            for (ScoreComparison score : comparison.scores()) {
                test(xml, suite, score, comparison);
            }
            for (String scorer : comparison.missingScorers()) {
                missing(xml, suite, scorer);
            }
            if (!comparison.warnings().isEmpty()) {
                xml.writeStartElement("system-out");
                for (String warning : comparison.warnings()) {
                    xml.writeCharacters(Plain.sentence(warning) + "\n");
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException failure) {
            throw new IllegalStateException("XML into memory cannot fail.", failure);
        }
        return text + "\n";
    }

    private static void test(XMLStreamWriter xml, String suite, ScoreComparison score, RunComparison comparison)
            throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", suite);
        xml.writeAttribute("name", Plain.line(score.scorer()));
        xml.writeAttribute("time", "0");
        String because = Scores.because(score, comparison);
        if (score.verdict() != Verdict.PASS) {
            xml.writeStartElement(score.verdict() == Verdict.FAIL ? "failure" : "error");
            xml.writeAttribute("message", because);
            xml.writeAttribute("type", score.verdict() == Verdict.FAIL ? "regression" : "inconclusive");
            xml.writeCharacters(details(score));
            xml.writeEndElement();
        }
        xml.writeStartElement("system-out");
        xml.writeCharacters(because + "\n" + details(score));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void missing(XMLStreamWriter xml, String suite, String scorer) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", suite);
        xml.writeAttribute("name", Plain.line(scorer));
        xml.writeAttribute("time", "0");
        xml.writeStartElement("error");
        xml.writeAttribute("message", "the candidate was not graded by this scorer of the baseline");
        xml.writeAttribute("type", "missing");
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static String details(ScoreComparison score) {
        StringBuilder text = new StringBuilder();
        text.append("baseline ").append(Scores.figure(score.baseline()));
        text.append(", candidate ").append(Scores.figure(score.candidate()));
        text.append(", difference ").append(Scores.signed(score.difference()));
        text.append(' ').append(Scores.interval(score.interval())).append('\n');
        text.append(Scores.pairing(score)).append("; ").append(score.clusters()).append(" clusters\n");
        text.append("method: ").append(score.method()).append('\n');
        for (String id : score.lost()) {
            text.append("worse: ").append(Plain.line(id)).append('\n');
        }
        return text.toString();
    }

    private static long count(RunComparison comparison, Verdict verdict) {
        return comparison.scores().stream()
                .filter(score -> score.verdict() == verdict)
                .count();
    }
}
