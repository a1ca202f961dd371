package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingListener;
import dev.assay.organisms.OrganismException;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.Tier;
import dev.assay.organisms.zoo.Job;
import dev.assay.organisms.zoo.Truth;
import dev.assay.organisms.zoo.Zoo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes organisms in a zoo, one after the other.
final class ZooTraining {

    private static final int LINE_EVERY = 100;

    private final Console console;
    private final Zoo zoo;

    ZooTraining(Console console, Zoo zoo) {
        this.console = console;
        this.zoo = zoo;
    }

    int one(Recipe recipe) {
        switch (zoo.state(recipe)) {
            case SHIPPED ->
                throw new UserError("'" + recipe.name() + "' ships with Assay: give the recipe another name.");
            case BUILT ->
                throw new UserError("'" + recipe.name() + "' is in " + zoo.root()
                        + " already: give the recipe another name, or name another --out.");
            case MISSED, BEGUN, MISSING -> {}
        }
        return make(recipe, Trainer.find()) ? ExitCode.OK.code() : ExitCode.CLAIM_FAILED.code();
    }

    int missing(@Nullable String tier) {
        List<Recipe> recipes = missingOf(tier);
        Trainer trainer = Trainer.find();
        console.out().println(recipes.size() + " organisms to make in " + zoo.root() + ".");
        List<String> missed = new ArrayList<>();
        long began = System.nanoTime();
        for (int done = 0; done < recipes.size(); done++) {
            Recipe recipe = recipes.get(done);
            String left = done == 0 ? "" : ", " + left(System.nanoTime() - began, done, recipes.size()) + " left";
            console.out()
                    .println(String.format(Locale.ROOT, "%d/%d  %s%s", done + 1, recipes.size(), recipe.name(), left));
            try {
                if (!make(recipe, trainer)) {
                    missed.add(recipe.name());
                }
            } catch (OrganismException e) {
                missed.add(recipe.name());
                console.err().println("error: " + e.getMessage());
            }
        }
        console.out()
                .println(
                        missed.isEmpty()
                                ? "All " + recipes.size() + " reached their dose."
                                : missed.size() + " of " + recipes.size() + " did not: " + String.join(", ", missed));
        return missed.isEmpty() ? ExitCode.OK.code() : ExitCode.CLAIM_FAILED.code();
    }

    /// Those that were missed are not tried again: the same recipe gives the same outcome.
    private List<Recipe> missingOf(@Nullable String tier) {
        List<Tier> tiers = Arrays.stream(Tier.values())
                .filter(each -> tier == null || each.id().equals(tier))
                .toList();
        if (tiers.isEmpty()) {
            throw new UserError("unknown tier '" + tier + "': known are "
                    + Arrays.stream(Tier.values()).map(Tier::id).collect(Collectors.joining(", ")) + ".");
        }
        return tiers.stream()
                .flatMap(each -> each.recipes().stream())
                .filter(recipe -> switch (zoo.state(recipe)) {
                    case BEGUN, MISSING -> true;
                    case SHIPPED, BUILT, MISSED -> false;
                })
                .toList();
    }

    private boolean make(Recipe recipe, Trainer trainer) {
        Job job = new Job(
                zoo,
                trainer,
                TrainingListener.printing(console.out(), LINE_EVERY),
                line -> console.out().println(line));
        Truth truth = job.run(recipe);
        String seconds = String.format(Locale.ROOT, "%.0f s of processor time", truth.seconds());
        if (truth.isAchieved()) {
            console.out().println("made    " + zoo.folder(recipe.name()) + "  sha256 " + truth.sha256());
            console.out().println("        " + seconds);
        } else {
            console.out()
                    .println("missed  the dose of '" + recipe.name() + "' was not reached in "
                            + truth.attempts().size() + " rounds (" + seconds + "): its curve is in "
                            + zoo.missed(recipe.name()));
        }
        return truth.isAchieved();
    }

    private static String left(long nanos, int done, int all) {
        Duration left = Duration.ofNanos(nanos / done * (all - done));
        return String.format(Locale.ROOT, "%d:%02d h", left.toHours(), left.toMinutesPart());
    }
}
