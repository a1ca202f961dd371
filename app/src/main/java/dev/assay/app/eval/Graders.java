package dev.assay.app.eval;

import dev.assay.app.target.CallSettings;
import dev.assay.app.target.Target;
import dev.assay.app.target.TargetResolver;
import dev.assay.app.target.UserFolders;
import dev.assay.core.model.Model;
import dev.assay.tasks.file.Library;
import dev.assay.tasks.file.Programs;
import dev.assay.tasks.file.TaskResources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// The models that grade, opened when a scorer first names them and closed together; and the sets of the registry.
class Graders implements AutoCloseable {

    private final TargetResolver resolver;
    private final BiFunction<String, Model, Model> guard;
    private final Programs programs;
    private final Map<String, Target> open;

    /// @param offline whether only this machine may be asked
    /// @param settings how hosted models are called
    /// @param guard what stands before each of them, such as a budget
    Graders(boolean offline, CallSettings settings, UnaryOperator<Model> guard) {
        this(offline, settings, (_, model) -> guard.apply(model));
    }

    /// @param guard what stands before each of them, by its name
    Graders(boolean offline, CallSettings settings, BiFunction<String, Model, Model> guard) {
        this(offline, settings, guard, Programs.UNUSED);
    }

    /// @param programs whether the task may start programs of its own; unused where the task is only read
    Graders(boolean offline, CallSettings settings, BiFunction<String, Model, Model> guard, Programs programs) {
        this(new TargetResolver(System.getenv(), offline, settings), guard, programs, new LinkedHashMap<>());
    }

    private Graders(
            TargetResolver resolver,
            BiFunction<String, Model, Model> guard,
            Programs programs,
            Map<String, Target> open) {
        this.resolver = resolver;
        this.guard = guard;
        this.programs = programs;
        this.open = open;
    }

    /// The same models, for a task of which nothing is started. They are closed with these.
    Graders onlyReading() {
        return new Graders(resolver, guard, Programs.UNUSED, open);
    }

    /// The model of that name.
    Model find(String name) {
        return guard.apply(name, open.computeIfAbsent(name, resolver::open).model());
    }

    /// What a task file names but does not hold.
    TaskResources resources() {
        return new TaskResources(this::find, Graders::set, programs);
    }

    /// The set of the registry of that name.
    static TaskResources.StoredSet set(String name) {
        return new Library(UserFolders.datasets(System.getenv())).find(name);
    }

    @Override
    public void close() {
        open.values().forEach(Target::close);
        open.clear();
    }
}
