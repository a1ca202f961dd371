package dev.assay.torch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// What an optimizer changes: numbers in one flat tensor, their gradients in another.
interface Trained {

    /// The numbers.
    Tensor flat();

    /// Their gradients, in the same order.
    Tensor gradient();

    /// Numbers at the front that weight decay applies to, whoever trains the matrices.
    long decayed();

    /// Numbers at the front that are AdamW's; the matrices behind them are Muon's, or AdamW's and decayed.
    long adam();

    /// The matrices, by shape.
    List<ParameterLayout.Stack> stacks();

    /// All numbers.
    default long size() {
        return flat().numel();
    }
}
