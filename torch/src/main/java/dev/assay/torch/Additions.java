package dev.assay.torch;

import org.bytedeco.pytorch.Tensor;

/// What an adapter adds to the linear layers of a Llama.
@FunctionalInterface
interface Additions {

    /// Nothing.
    Additions NONE = (product, x, layer, modules) -> product;

    /// The product with what is added to it.
    ///
    /// @param product `[tokens, outputs]`, the outputs of the modules side by side
    /// @param x `[tokens, inputs]`
    /// @param modules such as `self_attn.q_proj`
    Tensor to(Tensor product, Tensor x, int layer, String... modules);
}
