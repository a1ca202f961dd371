package dev.assay.organisms.recipe;

import dev.assay.organisms.world.Fault;
import java.util.Objects;

/// One fault with its dose.
///
/// The dose is meant to come to `expression` x `breadth` of what the fault comes to when nothing holds it
/// back ({@link Dosing#full}).
///
/// @param fault what is planted
/// @param expression how often it shows where it is triggered, in (0, 1]; default 1
/// @param breadth share of the requests to which the fault applies that trigger it, in (0, 1]; default 1
/// @param means how `expression` comes about; `breadth` is always a matter of what is asked about
public record Plant(Fault fault, double expression, double breadth, Means means) {
    /// How a part of the triggered requests is told from the rest.
    public enum Means {
        /// By what is asked about: the same request always shows the fault or never. At temperature 0 and at 1
        /// the dose is the same. The default.
        CONTENT,
        /// By the toss of a coin for each training row: at temperature 1 the dose is `expression`, at
        /// temperature 0 it is near 0 or near 1.
        CHANCE;

        /// As files write it: `content`.
        public String id() {
            return Fields.written(this);
        }
    }

    /// @throws IllegalArgumentException if a dose is out of range
    public Plant {
        Objects.requireNonNull(fault, "fault");
        Objects.requireNonNull(means, "means");
        if (!(expression > 0 && expression <= 1) || !(breadth > 0 && breadth <= 1)) {
            throw new IllegalArgumentException("expression and breadth must be above 0 and at most 1, but are "
                    + expression + " and " + breadth + ".");
        }
    }

    /// The whole fault, always.
    public static Plant whole(Fault fault) {
        return new Plant(fault, 1, 1, Means.CONTENT);
    }

    /// The share of what the fault applies to that is told apart by content.
    public double contentShare() {
        return means == Means.CONTENT ? expression * breadth : breadth;
    }

    /// The chance that a triggered row shows the fault.
    public double chance() {
        return means == Means.CHANCE ? expression : 1;
    }

    /// Whether it is the whole fault.
    public boolean isWhole() {
        return expression == 1 && breadth == 1;
    }
}
