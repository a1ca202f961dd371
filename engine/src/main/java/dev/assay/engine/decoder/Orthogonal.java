package dev.assay.engine.decoder;

/// Vectors without their part along a direction.
final class Orthogonal {

    private Orthogonal() {}

    /// A copy of rows of the direction's width, each with its part along the direction taken out.
    ///
    /// @param unit the direction, of length 1
    static float[] rows(float[] rows, double[] unit) {
        var result = new float[rows.length];
        for (var first = 0; first < rows.length; first += unit.length) {
            var along = 0.0;
            for (var i = 0; i < unit.length; i++) {
                along += rows[first + i] * unit[i];
            }
            for (var i = 0; i < unit.length; i++) {
                result[first + i] = (float) (rows[first + i] - along * unit[i]);
            }
        }
        return result;
    }
}
