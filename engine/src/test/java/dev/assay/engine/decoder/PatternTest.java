package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.contract.PatternContract;
import dev.assay.engine.kernel.Kernel;

class PatternTest extends PatternContract {

    @Override
    protected Generator generator(DecoderWeights weights, int workers, int batch, long prefixBytes) {
        try (weights) {
            return new Generator(weights, Kernel.best(), workers, batch, prefixBytes);
        }
    }

    @Override
    protected double noise() {
        return 0;
    }
}
