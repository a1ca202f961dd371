package dev.assay.torch;

import dev.assay.engine.decoder.Rows;
import dev.assay.engine.decoder.SiteListener;
import dev.assay.engine.hooks.SiteKind;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Shows a listener what passes the sites that it wants to see, as arrays; changes nothing.
record SiteReading(SiteListener listener, Rows rows) implements Watch {

    @Override
    public Tensor at(SiteKind site, int layer, Pass pass, Tensor values) {
        if (listener.sees(site, layer)) {
            var read = TensorRows.of(values);
            listener.at(site, layer, rows, read, read.length, 0, Math.toIntExact(values.size(1)));
        }
        return values;
    }

    @Override
    public boolean seesPattern(int layer) {
        return listener.seesPattern(layer);
    }

    @Override
    public Tensor pattern(int layer, Pass pass, Pass.Run run, Tensor shares, int from) {
        var heads = Math.toIntExact(shares.size(1));
        var seen = Math.toIntExact(shares.size(3));
        var numbers = TensorRows.flat(shares.to(torch.ScalarType.Float));
        var own = new float[seen];
        for (var sequence = 0; sequence < run.sequences(); sequence++) {
            for (var head = 0; head < heads; head++) {
                for (var i = 0; i < run.count(); i++) {
                    System.arraycopy(numbers, ((sequence * heads + head) * run.count() + i) * seen, own, 0, seen);
                    listener.pattern(layer, head, rows, run.first() + sequence * run.count() + i, own, from, 1);
                }
            }
        }
        return shares;
    }
}
