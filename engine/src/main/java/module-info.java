import org.jspecify.annotations.NullMarked;

/// A transformer you can open: load, tokenize, generate, and what a trainer is asked to do.
@NullMarked
module dev.assay.engine {
    requires ai.djl.tokenizers;
    requires static jdk.incubator.vector;
    requires static org.jspecify;
    requires transitive dev.assay.core;

    exports dev.assay.engine;
    exports dev.assay.engine.adapter;
    exports dev.assay.engine.architecture;
    exports dev.assay.engine.check;
    exports dev.assay.engine.checkpoint;
    exports dev.assay.engine.decoder;
    exports dev.assay.engine.hooks;
    exports dev.assay.engine.kernel;
    exports dev.assay.engine.template;
    exports dev.assay.engine.tokenizer;
    exports dev.assay.engine.training;

    uses dev.assay.engine.decoder.BackendProvider;
    uses dev.assay.engine.training.Trainer;
}
