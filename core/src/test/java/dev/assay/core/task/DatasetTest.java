package dev.assay.core.task;

import dev.assay.core.contract.SampleSourceContract;
import java.util.List;

class DatasetTest extends SampleSourceContract {

    @Override
    protected SampleSource source() {
        return new Dataset("capitals", List.of(Sample.of("a", "France?", "Paris"), Sample.of("b", "Peru?", "Lima")));
    }
}
