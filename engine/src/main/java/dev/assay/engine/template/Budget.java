package dev.assay.engine.template;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What one rendering may cost. Every step of a template and every character or item that it reads or makes
/// is paid for; when the budget is spent, the rendering fails. So a template ends, whatever it says, and what
/// it holds at once is no more than what it could make.
final class Budget {

    /// Units that one step costs; a character costs one.
    static final int STEP = 64;

    /// Units of one rendering: two million steps, or 134 million characters.
    static final long UNITS = 1L << 27;

    /// Most characters of one text.
    static final int LONGEST = 1 << 25;

    /// Most items of one list.
    static final int LONGEST_LIST = 1_000_000;

    /// Most levels of lists in lists.
    static final int DEEPEST = 500;

    private static final ScopedValue<Budget> CURRENT = ScopedValue.newInstance();

    private long left = UNITS;
    private boolean exceeded;

    private Budget() {}

    /// Runs something with a new budget.
    static <T> T of(Supplier<T> rendering) {
        return ScopedValue.where(CURRENT, new Budget()).call(rendering::get);
    }

    /// @throws IllegalArgumentException if the budget is spent
    static void spend(long units) {
        if (!CURRENT.isBound()) {
            return;
        }
        var budget = CURRENT.get();
        budget.left -= units;
        if (budget.left < 0) {
            throw exceeded(
                    "The template takes more than %d steps, or as much work with long texts".formatted(UNITS / STEP));
        }
    }

    /// Whether the rendering under way wanted more than it may.
    static boolean isExceeded() {
        return CURRENT.isBound() && CURRENT.get().exceeded;
    }

    private static IllegalArgumentException exceeded(String message) {
        if (CURRENT.isBound()) {
            CURRENT.get().exceeded = true;
        }
        return new IllegalArgumentException(message);
    }

    /// Pays for reading or making a value, without what lies within it.
    static void spendOn(Object value) {
        spend(
                switch (value) {
                    case String s -> s.length();
                    case Markup(var text) -> text.length();
                    case List<?> list -> 8L * list.size();
                    case Map<?, ?> map -> 16L * map.size();
                    case Lazy lazy -> 8L * lazy.size();
                    default -> 1;
                });
    }

    /// @throws IllegalArgumentException if a text of that length may not be
    static void checkLength(long length) {
        if (length > LONGEST) {
            throw exceeded("The text grows beyond %d characters".formatted(LONGEST));
        }
    }

    /// @throws IllegalArgumentException if a list of that length may not be
    static void checkSize(long size) {
        if (size > LONGEST_LIST) {
            throw exceeded("The list grows beyond %d items".formatted(LONGEST_LIST));
        }
    }

    /// @throws IllegalArgumentException if lists may not lie so deep within one another
    static void checkDepth(int depth) {
        if (depth > DEEPEST) {
            throw exceeded("A value is nested more than %d deep".formatted(DEEPEST));
        }
    }
}
