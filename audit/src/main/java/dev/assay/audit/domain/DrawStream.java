package dev.assay.audit.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Distinct draws in a seeded order. Each draw takes one of several texts at random among those with
/// unused fillings, then an unused filling of it. Two draws never have the same unit; nothing is made
/// before it is asked for.
public final class DrawStream {

    /// After so many fillings in a row that repeat known units the stream counts as used up.
    private static final int MOST_REPEATS = 20_000;

    private final long seed;
    private final Function<Draw, String> unit;
    private final List<Source> open = new ArrayList<>();
    private final List<Draw> made = new ArrayList<>();
    private final Set<String> units = new HashSet<>();
    private long picks;

    /// @param choice index of the text that was drawn
    /// @param values the value of every slot it names
    public record Draw(int choice, Map<String, String> values) {
        public Draw {
            values = Map.copyOf(values);
        }
    }

    private static final class Source {
        final int choice;
        final Slots.Fillings fillings;
        private @Nullable Permutation order;
        private long next;

        Source(int choice, Slots.Fillings fillings) {
            this.choice = choice;
            this.fillings = fillings;
        }

        /// The next filling in the seeded order. A text with one filling needs no order.
        Map<String, String> take(long seed) {
            long position = next++;
            if (fillings.count() == 1) {
                return fillings.at(0);
            }
            if (order == null) {
                order = new Permutation(fillings.count(), Seeds.derive(seed, "filling/" + choice));
            }
            return fillings.at(order.at(position));
        }

        boolean usedUp() {
            return next == fillings.count();
        }
    }

    /// @param choices for each text to draw from, the templates that are filled together
    /// @param unit what makes a draw distinct, such as its goal
    public DrawStream(Slots slots, List<List<Template>> choices, long seed, Function<Draw, String> unit) {
        this.seed = seed;
        this.unit = unit;
        for (int i = 0; i < choices.size(); i++) {
            Slots.Fillings fillings = slots.fillings(choices.get(i));
            if (fillings.count() > 0) {
                open.add(new Source(i, fillings));
            }
        }
    }

    /// The draw at a position, or empty beyond the last distinct one.
    public synchronized Optional<Draw> get(int index) {
        while (made.size() <= index) {
            if (!makeOne()) {
                return Optional.empty();
            }
        }
        return Optional.of(made.get(index));
    }

    /// Number of distinct draws, counted up to a limit.
    public int available(int limit) {
        if (limit > 0) {
            get(limit - 1);
        }
        return Math.min(limit, size());
    }

    private synchronized int size() {
        return made.size();
    }

    private boolean makeOne() {
        int repeats = 0;
        while (!open.isEmpty() && repeats < MOST_REPEATS) {
            int at = Seeds.pick(seed, picks++, open.size());
            Source source = open.get(at);
            Draw draw = new Draw(source.choice, source.take(seed));
            if (source.usedUp()) {
                open.remove(at);
            }
            if (units.add(unit.apply(draw))) {
                made.add(draw);
                return true;
            }
            repeats++;
        }
        open.clear();
        return false;
    }
}
