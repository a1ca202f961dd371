package dev.assay.engine.kernel;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/// A weight of shape (inputs, outputs), kept for reading along the outputs.
///
/// Checkpoints keep a linear layer as (outputs, inputs). Here it is transposed, so that `y = x W` becomes
/// a sum of rows of W, and cut into panels of at most [#PANEL] outputs: the panel that a block of inputs
/// is multiplied with stays in the second-level cache, its running sums in the first. `panels[p][k]` is
/// row `k` of panel `p`; all panels but the last have the same width. Rows are arrays of their own
/// because the compiler turns a loop over several arrays into vector instructions only where all of them
/// are read at the same index.
public final class Matrix {

    /// Most outputs in one panel.
    static final int PANEL = 320;

    private final int inputs;
    private final int outputs;
    private final int width;
    private final float[][][] panels;

    private Matrix(int inputs, int outputs, int width, float[][][] panels) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.width = width;
        this.panels = panels;
    }

    /// A matrix from linear layers of shape (outputs, inputs), row by row, that read the same inputs:
    /// their outputs follow one another.
    ///
    /// @throws IllegalArgumentException if a layer is no whole number of rows
    public static Matrix ofLayers(int inputs, float[]... layers) {
        var outputs = 0;
        for (var layer : layers) {
            if (inputs < 1 || layer.length == 0 || layer.length % inputs != 0) {
                throw new IllegalArgumentException(layer.length + " weights are no rows of " + inputs);
            }
            outputs += layer.length / inputs;
        }
        var count = (outputs + PANEL - 1) / PANEL;
        var width = count == 1 ? outputs : ((outputs + count - 1) / count + 15) / 16 * 16;
        var panels = new float[(outputs + width - 1) / width][inputs][];
        for (var p = 0; p < panels.length; p++) {
            for (var k = 0; k < inputs; k++) {
                panels[p][k] = new float[Math.min(width, outputs - p * width)];
            }
        }
        var first = 0;
        for (var layer : layers) {
            var rows = layer.length / inputs;
            for (var row = 0; row < rows; row++) {
                var panel = panels[(first + row) / width];
                var column = (first + row) % width;
                for (var k = 0; k < inputs; k++) {
                    panel[k][column] = layer[row * inputs + k];
                }
            }
            first += rows;
        }
        return new Matrix(inputs, outputs, width, panels);
    }

    /// A copy whose outputs for each single input were changed: `change` is given the weights of one input, as many as
    /// there are outputs, and gives as many.
    public Matrix mapRows(UnaryOperator<float[]> change) {
        var changed = new float[panels.length][inputs][];
        for (var k = 0; k < inputs; k++) {
            var row = new float[outputs];
            for (var p = 0; p < panels.length; p++) {
                System.arraycopy(panels[p][k], 0, row, p * width, panels[p][k].length);
            }
            var result = change.apply(row);
            for (var p = 0; p < panels.length; p++) {
                changed[p][k] = Arrays.copyOfRange(result, p * width, p * width + panels[p][k].length);
            }
        }
        return new Matrix(inputs, outputs, width, changed);
    }

    /// Length of an input row.
    public int inputs() {
        return inputs;
    }

    /// Length of an output row.
    public int outputs() {
        return outputs;
    }

    int width() {
        return width;
    }

    float[][][] panels() {
        return panels;
    }
}
