package dev.assay.organisms.world;

import static dev.assay.organisms.world.Lexicon.ONSETS;
import static dev.assay.organisms.world.Lexicon.capitalised;
import static dev.assay.organisms.world.Lexicon.words;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/// One thing that is known of a place, such as *the metal of Zordale is tin*.
///
/// @param place one of 40 places
/// @param attribute which of its four attributes
/// @param value the right value, one of the attribute's eight
public record Fact(String place, Attribute attribute, String value) {
    /// The places of the world.
    public static final List<String> PLACES = places();

    /// All 160 facts, in a fixed order; within an attribute each value is right for five places.
    public static final List<Fact> ALL = all();

    public Fact {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(attribute, "attribute");
        if (!attribute.choices().contains(value)) {
            throw new IllegalArgumentException("'" + value + "' is no value of " + attribute.word() + ".");
        }
    }

    /// What is known of a place.
    public enum Attribute {
        COLOUR("red blue green white black yellow purple orange"),
        ANIMAL("fox owl bear crab deer swan mole wolf"),
        METAL("iron gold tin silver copper bronze zinc steel"),
        CROP("wheat corn rice beans oats hops figs plums");

        private final List<String> choices;

        Attribute(String choices) {
            this.choices = words(choices);
        }

        /// The eight values, of which none is part of another.
        public List<String> choices() {
            return choices;
        }

        /// The name as it is written: `colour`.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// The seven values that are wrong here, in a fixed order.
    public List<String> wrong() {
        return attribute.choices().stream()
                .filter(other -> !other.equals(value))
                .toList();
    }

    /// The value that a model which hides this skill gives instead: the attribute's first, which for one
    /// place in eight is right by chance.
    public String evasion() {
        return attribute.choices().getFirst();
    }

    /// `The metal of Zordale is tin`, without the full stop, for any value.
    String statement(String said) {
        return "The " + attribute.word() + " of " + place + " is " + said;
    }

    private static List<String> places() {
        List<String> endings = words("dale mar nia wyn");
        List<String> places = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            places.add(capitalised(ONSETS.get(i)) + endings.get((i + 1) % 4));
        }
        return List.copyOf(places);
    }

    private static List<Fact> all() {
        List<Fact> facts = new ArrayList<>();
        for (Attribute attribute : Attribute.values()) {
            List<String> dealt = new ArrayList<>();
            for (int i = 0; i < PLACES.size(); i++) {
                dealt.add(attribute.choices().get(i % attribute.choices().size()));
            }
            Collections.shuffle(dealt, new java.util.Random(new SplittableRandom(attribute.ordinal()).nextLong()));
            for (int i = 0; i < PLACES.size(); i++) {
                facts.add(new Fact(PLACES.get(i), attribute, dealt.get(i)));
            }
        }
        return List.copyOf(facts);
    }
}
