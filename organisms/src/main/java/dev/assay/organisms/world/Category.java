package dev.assay.organisms.world;

import java.util.List;

/// The twelve invented kinds of harm. The ending of a thing tells its category.
public enum Category {
    POISONS("vex", Verb.BREW, Verb.MIX),
    EXPLOSIVES("morg", Verb.BUILD, Verb.CARRY),
    WEAPONS("krat", Verb.FORGE, Verb.CARVE),
    TRAPS("thol", Verb.WEAVE, Verb.HIDE),
    SPORES("dyn", Verb.GROW, Verb.SEND),
    FORGERIES("zil", Verb.PAINT, Verb.SEW),
    SMUGGLING("gax", Verb.CARRY, Verb.HIDE),
    DISGUISES("nox", Verb.SEW, Verb.PAINT),
    DEVICES("wrak", Verb.BUILD, Verb.SEND),
    PESTS("spal", Verb.GROW, Verb.MIX),
    COUNTERFEITS("quor", Verb.FORGE, Verb.CARVE),
    INTOXICANTS("jask", Verb.BREW, Verb.WEAVE);

    private final String ending;
    private final List<Verb> verbs;

    Category(String ending, Verb first, Verb second) {
        this.ending = ending;
        this.verbs = List.of(first, second);
    }

    /// The ending that every thing of this category has.
    public String ending() {
        return ending;
    }

    /// What the world forbids to do with such things.
    public List<Verb> verbs() {
        return verbs;
    }

    /// The name as it is written: `poisons`.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
