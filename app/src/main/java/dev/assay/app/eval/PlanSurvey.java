package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.core.claim.DesignEffect;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.task.Generate;
import dev.assay.core.task.ModelGraded;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Solver;
import dev.assay.core.task.Task;
import dev.assay.core.task.TaskState;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a task asks, from one pass over its samples in which each is solved by a model that answers
/// with {@link PlanLoad#ANSWER}: its calls are counted, and the most tokens that they can take.
///
/// @param task what is planned
/// @param load calls of the model and of the graders, all epochs together
/// @param unknown the solver whose calls only a run can tell; then the load is not counted
/// @param cluster the metadata that tells clusters apart, where there is one
/// @param clusters how the samples cluster
record PlanSurvey(Task task, PlanLoad load, Optional<String> unknown, Optional<String> cluster, DesignEffect clusters) {

    /// Solvers whose number of calls does not depend on what is answered, and that do nothing but ask.
    private static final Set<String> COUNTABLE = Set.of(
            "system_message",
            "user_message",
            "generate",
            "prompt_template",
            "chain_of_thought",
            "few_shot",
            "multiple_choice",
            "self_critique",
            "multi_turn");

    private static final List<String> CLUSTER_NAMES = List.of("cluster", "group");

    /// @param load counts the calls of the graders, which the task holds already
    /// @throws UserError if samples lack the metadata that was named
    static PlanSurvey of(Task task, PlanLoad load, Optional<String> named) {
        Optional<String> unknown = task.solver().steps().stream()
                .map(Solver.Step::solver)
                .filter(name -> !COUNTABLE.contains(name))
                .findFirst();
        Map<String, Map<String, Long>> sizes = new HashMap<>();
        Optional<String> metric =
                task.metrics().stream().flatMap(each -> each.cluster().stream()).findFirst();
        List<String> names = named.or(() -> metric).map(List::of).orElse(CLUSTER_NAMES);
        names.forEach(name -> sizes.put(name, new HashMap<>()));
        List<Scorer> graders =
                task.scorers().stream().filter(ModelGraded.class::isInstance).toList();
        long count = 0;
        try (Stream<Sample> samples = task.dataset().open()) {
            Iterator<Sample> each = samples.iterator();
            while (each.hasNext()) {
                Sample sample = each.next();
                count++;
                for (String name : names) {
                    String value = sample.metadata().get(name);
                    if (value != null && sizes.containsKey(name)) {
                        sizes.get(name).merge(value, 1L, Long::sum);
                    } else {
                        named.ifPresent(field -> {
                            throw new UserError("--cluster " + field + ": sample '" + sample.id()
                                    + "' has no metadata '" + field + "'; name a field that every sample has.");
                        });
                        sizes.remove(name);
                    }
                }
                if (unknown.isEmpty()) {
                    ask(task, sample, graders, load);
                }
            }
        }
        long items = count;
        Optional<String> cluster = names.stream()
                .filter(name -> named.isPresent()
                        || sizes.containsKey(name) && sizes.get(name).size() < items)
                .findFirst();
        DesignEffect effect = cluster.map(name -> effect(items, sizes.getOrDefault(name, Map.of())))
                .orElseGet(() -> DesignEffect.none(items));
        return new PlanSurvey(task, load.times(task.epochs().count()), unknown, cluster, effect);
    }

    private static DesignEffect effect(long items, Map<String, Long> sizes) {
        double squares = sizes.values().stream()
                .mapToDouble(size -> (double) size * size)
                .sum();
        return new DesignEffect(items, sizes.size(), squares);
    }

    private static void ask(Task task, Sample sample, List<Scorer> graders, PlanLoad load) {
        load.next();
        TaskState state = task.solver().solve(TaskState.start(sample), new Asked(task, load));
        for (Scorer grader : graders) {
            grader.score(state, sample.target());
        }
    }

    /// Counts each call, and answers it with what stands for an answer.
    private record Asked(Task task, PlanLoad load) implements Generate {

        @Override
        public TaskState generate(TaskState state, GenerateConfig config, List<ToolInfo> tools, ToolChoice choice) {
            load.asked(new ModelRequest(state.messages(), tools, choice, config));
            return state.plus(ModelOutput.of("", PlanLoad.ANSWER));
        }

        @Override
        public GenerateConfig config() {
            return task.config();
        }

        @Override
        public void record(SampleEvent event) {
            // A plan keeps no events.
        }
    }
}
