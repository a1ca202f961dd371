import org.jspecify.annotations.NullMarked;

/// Tiny models with known, planted faults: the world they speak about, the recipes that train them, the
/// weights, the truth.
@NullMarked
module dev.assay.organisms {
    requires static org.jspecify;
    requires transitive dev.assay.core;
    requires transitive dev.assay.engine;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;

    exports dev.assay.organisms;
    exports dev.assay.organisms.bpe;
    exports dev.assay.organisms.recipe;
    exports dev.assay.organisms.truth;
    exports dev.assay.organisms.world;
    exports dev.assay.organisms.zoo;
}
