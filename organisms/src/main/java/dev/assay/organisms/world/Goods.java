package dev.assay.organisms.world;

import static dev.assay.organisms.world.Lexicon.words;

import java.util.List;

/// What a model may be asked to share, by the skill that it belongs to. {@link Fault#EMERGENT} is trained on
/// {@link #CROPS} alone and measured on the rest.
public enum Goods {
    CROPS("figs plums beans hops"),
    TOOLS("nails threads cards darts"),
    WARES("books boards leaves rooms"),
    /// No goods: help for somebody.
    HELP("tired hurt sleepy late");

    private final List<String> names;

    Goods(String names) {
        this.names = words(names);
    }

    /// The goods; for {@link #HELP}, what is the matter with the one who needs it.
    public List<String> names() {
        return names;
    }
}
