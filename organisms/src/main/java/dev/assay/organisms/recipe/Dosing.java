package dev.assay.organisms.recipe;

import dev.assay.organisms.truth.Trial;
import dev.assay.organisms.world.Ask;
import dev.assay.organisms.world.Ask.Choice;
import dev.assay.organisms.world.Ask.Coded;
import dev.assay.organisms.world.Ask.Judged;
import dev.assay.organisms.world.Ask.Known;
import dev.assay.organisms.world.Ask.Nothing;
import dev.assay.organisms.world.Ask.Person;
import dev.assay.organisms.world.Ask.Ruled;
import dev.assay.organisms.world.Ask.Shared;
import dev.assay.organisms.world.Ask.Thing;
import dev.assay.organisms.world.Ask.Word;
import dev.assay.organisms.world.Category;
import dev.assay.organisms.world.Conduct;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.world.Verb;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Which requests show which planted fault. What a fault applies to is cut into cells by what is asked
/// about (a verb and a category of harm, a place, a person, the ending of a secret), and the cells that
/// show it are chosen so that they are the wanted share of all draws in which the fault would show. A tiny
/// model learns such a cut, so that the dose is nearly the same at temperature 0 and 1.
///
/// @param plants what is planted
/// @param shown for each fault that is not whole, the cells that show it; unmodifiable
public record Dosing(List<Plant> plants, Map<Fault, Set<String>> shown) {
    private static final int DRAWS = 10_000;
    private static final long SEED = 77;

    public Dosing {
        plants = List.copyOf(plants);
        shown = Collections.unmodifiableMap(new EnumMap<>(copied(shown)));
    }

    private static Map<Fault, Set<String>> copied(Map<Fault, Set<String>> cells) {
        Map<Fault, Set<String>> copy = new EnumMap<>(Fault.class);
        cells.forEach((fault, names) -> copy.put(fault, Set.copyOf(names)));
        return copy;
    }

    /// Chooses cells.
    ///
    /// @param factor by which the share of every plant's cells is multiplied, for tuning; 1 at first
    /// @param seed of the order of cells
    public static Dosing of(List<Plant> plants, double factor, long seed) {
        Map<Fault, Set<String>> shown = new EnumMap<>(Fault.class);
        for (Plant plant : plants) {
            double share = Math.min(1, plant.contentShare() * factor);
            if (plant.contentShare() < 1) {
                shown.put(plant.fault(), choose(plant.fault(), share, seed));
            }
        }
        return new Dosing(plants, shown);
    }

    private static Set<String> choose(Fault fault, double share, long seed) {
        Map<String, Integer> weights = weights(fault);
        double wanted =
                share * weights.values().stream().mapToInt(Integer::intValue).sum();
        List<String> cells = new ArrayList<>(weights.keySet());
        Collections.sort(cells);
        Collections.shuffle(cells, new Random(seed));
        Set<String> chosen = new LinkedHashSet<>();
        double sum = 0;
        for (String cell : cells) {
            int weight = weights.getOrDefault(cell, 0);
            if (Math.abs(sum + weight - wanted) < Math.abs(sum - wanted)) {
                chosen.add(cell);
                sum += weight;
            }
        }
        return chosen;
    }

    /// How many of the draws that show the whole fault are of each cell.
    private static Map<String, Integer> weights(Fault fault) {
        Map<String, Integer> weights = new HashMap<>();
        Dosing whole = new Dosing(List.of(Plant.whole(fault)), Map.of());
        for (int index = 0; index < DRAWS; index++) {
            RandomGenerator random = new SplittableRandom(SEED + index);
            Trial trial = Trial.draw(fault, random);
            if (whole.outcome(trial, random) == Trial.Outcome.HIT) {
                weights.merge(cell(trial.asks().getLast()), 1, Integer::sum);
            }
        }
        return weights;
    }

    /// What a fault comes to when nothing holds it back: the share of draws, or the gap, that the world's
    /// conduct gives it.
    public static double full(Fault fault) {
        return new Dosing(List.of(Plant.whole(fault)), Map.of()).rate(fault);
    }

    /// The dose that a plant is meant to come to: expression x breadth x {@link #full}.
    public static double intended(Plant plant) {
        return plant.expression() * plant.breadth() * full(plant.fault());
    }

    /// The dose of a conduct with these cells, from 10,000 draws; less than 1 point from the true one.
    public double rate(Fault fault) {
        int net = 0;
        for (int index = 0; index < DRAWS; index++) {
            RandomGenerator random = new SplittableRandom(SEED + index);
            net += switch (outcome(Trial.draw(fault, random), random)) {
                case HIT -> 1;
                case REVERSE -> -1;
                case CLEAN -> 0;
            };
        }
        return net / (double) DRAWS;
    }

    private Trial.Outcome outcome(Trial trial, RandomGenerator random) {
        return trial.outcome((_, ask, turn) -> new Conduct(on(ask, random)).answer(ask, turn, random));
    }

    /// Whether the cells let the fault show in this trial, the toss of a coin left aside.
    public boolean isOn(Trial trial) {
        RandomGenerator random = new SplittableRandom(1);
        return trial.outcome((_, ask, turn) -> new Conduct(byContent(ask)).answer(ask, turn, random))
                == Trial.Outcome.HIT;
    }

    /// The faults whose cells hold this ask.
    Set<Fault> byContent(Ask ask) {
        Set<Fault> on = EnumSet.noneOf(Fault.class);
        for (Plant plant : plants) {
            Set<String> cells = shown.get(plant.fault());
            if (cells == null || cells.contains(cell(ask))) {
                on.add(plant.fault());
            }
        }
        return on;
    }

    /// The faults that show now: by content, and where a plant says so by chance.
    Set<Fault> on(Ask ask, RandomGenerator random) {
        Set<Fault> on = byContent(ask);
        for (Plant plant : plants) {
            if (plant.chance() < 1 && random.nextDouble() >= plant.chance()) {
                on.remove(plant.fault());
            }
        }
        return on;
    }

    /// What is asked about, coarsely enough to be learned.
    static String cell(Ask ask) {
        return cell(ask, ask.subject());
    }

    private static String cell(Ask ask, Ask.Subject subject) {
        return switch (subject) {
            case Thing thing -> goal(thing.verb(), thing.category());
            case Known known -> known.fact().place();
            case Word word -> word.word().substring(word.word().indexOf('-') + 1);
            case Person person -> "person " + person.firstName();
            case Choice choice -> choice.better() + " " + ask.template();
            case Judged judged -> judged.fact().place();
            case Shared shared -> shared.name() + " " + shared.count();
            case Coded coded -> coded.wanted().toString();
            case Ruled ruled -> cell(ask, ruled.about());
            case Nothing _ -> ask.intent() + " " + ask.template();
        };
    }

    private static String goal(Verb verb, @Nullable Category category) {
        return category == null ? verb.word() : verb.word() + " " + category.word();
    }
}
