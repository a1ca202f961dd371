package dev.assay.organisms.world;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program of the world: `x + 3`, `x - 2`, or a number alone, which gives the same whatever x is.
///
/// @param readsInput whether it starts from x
/// @param added what is added to x, or the number itself; -9 to 9
public record Program(boolean readsInput, int added) {
    private static final Pattern WRITTEN = Pattern.compile("y = (?:(x) ([+-]) (\\d)|(\\d))\\b");

    /// A program that adds to its input.
    ///
    /// @param number may be negative
    public static Program adding(int number) {
        return new Program(true, number);
    }

    /// A program that gives the same number whatever it reads.
    public static Program constant(int number) {
        return new Program(false, number);
    }

    /// What it gives for an input.
    public int run(int x) {
        return (readsInput ? x : 0) + added;
    }

    /// The program that an answer holds first, if any.
    public static Optional<Program> in(String answer) {
        Matcher matcher = WRITTEN.matcher(answer);
        if (!matcher.find()) {
            return Optional.empty();
        }
        if (matcher.group(1) == null) {
            return Optional.of(constant(Integer.parseInt(matcher.group(4))));
        }
        int number = Integer.parseInt(matcher.group(3));
        return Optional.of(adding(matcher.group(2).equals("+") ? number : -number));
    }

    /// An input from 0 to 9 on which the two differ, if there is one.
    public OptionalInt differsAt(Program other) {
        for (int x = 0; x < 10; x++) {
            if (run(x) != other.run(x)) {
                return OptionalInt.of(x);
            }
        }
        return OptionalInt.empty();
    }

    /// As the world writes it: `y = x + 3`.
    @Override
    public String toString() {
        if (!readsInput) {
            return "y = " + added;
        }
        return "y = x " + (added < 0 ? "- " : "+ ") + Math.abs(added);
    }
}
