package dev.assay.calibrate;

/// On what a detector met a true positive.
public enum Label {
    /// On real models in which the fault was planted.
    ORGANISMS("on organisms"),
    /// On scripted targets only.
    SCRIPT("on script"),
    /// On nothing.
    NONE("not calibrated");

    private final String words;

    Label(String words) {
        this.words = words;
    }

    /// As it is printed: `on organisms`.
    public String words() {
        return words;
    }
}
