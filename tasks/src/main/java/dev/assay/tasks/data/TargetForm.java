package dev.assay.tasks.data;

import java.util.Locale;

/// How a row writes the right answer. All but `TEXT` become letters: A for the first choice.
public enum TargetForm {
    /// A text, or a list of accepted texts, or letters; taken as it is.
    TEXT,
    /// The number of the choice, from 0; or a list of them.
    INDEX,
    /// The number of the choice, from 1; or a list of them.
    NUMBER,
    /// The text of the choice; or a list of them.
    CHOICE,
    /// A list as long as the choices, 1 or true where the choice is right.
    FLAGS,
    /// A name that the mapping's `keys` gives to the choice, as ARC's `1` to `4` or `A` to `D`.
    KEY;

    /// The word that files use.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
