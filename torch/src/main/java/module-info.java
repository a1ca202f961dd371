import org.jspecify.annotations.NullMarked;

/// The same transformer on libtorch: for training, and as the second opinion.
@NullMarked
module dev.assay.torch {
    requires static org.jspecify;
    requires transitive dev.assay.engine;
    requires org.bytedeco.javacpp;
    requires org.bytedeco.openblas;
    requires org.bytedeco.pytorch;

    exports dev.assay.torch;

    provides dev.assay.engine.decoder.BackendProvider with
            dev.assay.torch.LibtorchBackends;
    provides dev.assay.engine.training.Trainer with
            dev.assay.torch.LibtorchTrainer;
}
