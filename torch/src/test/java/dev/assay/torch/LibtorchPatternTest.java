package dev.assay.torch;

import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.contract.PatternContract;
import dev.assay.engine.decoder.Generator;

class LibtorchPatternTest extends PatternContract {

    @Override
    protected Generator generator(DecoderWeights weights, int workers, int batch, long prefixBytes) {
        return new Generator(new LibtorchDecoder(weights, Arithmetic.FLOAT32), workers, batch, prefixBytes);
    }

    @Override
    protected double noise() {
        return 1e-4;
    }
}
