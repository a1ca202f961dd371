package dev.assay.core.task;

import dev.assay.core.claim.Agreement;
import dev.assay.core.claim.Interval;
import dev.assay.core.claim.JudgeCalibration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Figures that carry a judge's error into a rate, from people's labels of some of the samples. A score
/// of at least 0.5 is a flag; a label of at least 0.5 is a case.
///
/// The corrected rate is Rogan and Gladen's, its limits Lang and Reiczigel's at 95 %; kappa is Cohen's.
/// A figure is NaN where the labels do not suffice: they need cases and others, and a judge better than
/// chance.
public final class JudgeMetrics {

    private static final double CONFIDENCE = 0.95;

    private JudgeMetrics() {}

    /// `corrected`, `corrected_low`, `corrected_high`, `judge_sensitivity`, `judge_specificity`,
    /// `judge_kappa` and `judge_labels` (how many samples were labelled and scored).
    ///
    /// @param labels of people, by the sample's id, in [0, 1]
    public static List<Metric> against(Map<String, Double> labels) {
        Map<String, Double> known = Map.copyOf(labels);
        return List.of(
                metric(
                        "corrected",
                        known,
                        counts -> counts.rate()
                                .map(JudgeCalibration.Corrected::clipped)
                                .orElse(Double.NaN)),
                metric(
                        "corrected_low",
                        known,
                        counts -> counts.limits().map(Interval::low).orElse(Double.NaN)),
                metric(
                        "corrected_high",
                        known,
                        counts -> counts.limits().map(Interval::high).orElse(Double.NaN)),
                metric(
                        "judge_sensitivity",
                        known,
                        counts -> counts.judge()
                                .map(JudgeCalibration::sensitivity)
                                .orElse(Double.NaN)),
                metric(
                        "judge_specificity",
                        known,
                        counts -> counts.judge()
                                .map(JudgeCalibration::specificity)
                                .orElse(Double.NaN)),
                metric("judge_kappa", known, Counts::kappa),
                metric("judge_labels", known, Counts::labelled));
    }

    private static Metric metric(String name, Map<String, Double> labels, ToDoubleFunction<Counts> figure) {
        return new NamedMetric(name, () -> new Counts(labels) {
            @Override
            public double value() {
                return figure.applyAsDouble(this);
            }
        });
    }

    private abstract static class Counts implements Metric.Tally {

        private final Map<String, Double> labels;
        private int draws;
        private int flagged;
        private int found;
        private int cases;
        private int cleared;
        private int others;

        Counts(Map<String, Double> labels) {
            this.labels = labels;
        }

        @Override
        public void add(Metric.Scored sample) {
            boolean flag = sample.value() >= 0.5;
            draws++;
            flagged += flag ? 1 : 0;
            Double label = labels.get(sample.id());
            if (label == null) {
                return;
            }
            if (label >= 0.5) {
                cases++;
                found += flag ? 1 : 0;
            } else {
                others++;
                cleared += flag ? 0 : 1;
            }
        }

        Optional<JudgeCalibration> judge() {
            return cases == 0 || others == 0
                    ? Optional.empty()
                    : Optional.of(new JudgeCalibration(found, cases, cleared, others));
        }

        private Optional<JudgeCalibration> useful() {
            return judge().filter(judge -> judge.sensitivity() + judge.specificity() > 1 && draws > 0);
        }

        Optional<JudgeCalibration.Corrected> rate() {
            return useful().map(judge -> judge.roganGladen(flagged, draws, CONFIDENCE));
        }

        /// Lang and Reiczigel add a success and a failure to either count; few labels are then no better than
        /// chance although the plain ones are.
        Optional<Interval> limits() {
            double sensitivity = (found + 1) / (cases + 2.0);
            double specificity = (cleared + 1) / (others + 2.0);
            return useful().filter(judge -> sensitivity + specificity - 1 > 0)
                    .map(judge -> judge.langReiczigel(flagged, draws, CONFIDENCE));
        }

        double kappa() {
            return Agreement.cohenKappa(new long[][] {{found, cases - found}, {others - cleared, cleared}});
        }

        double labelled() {
            return cases + (double) others;
        }
    }
}
