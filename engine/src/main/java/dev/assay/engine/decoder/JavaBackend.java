package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.Intervention;
import java.util.List;

/// The decoder in plain Java, with what a view changes on the way.
record JavaBackend(Decoder decoder, SiteListener edits) implements DecoderBackend {

    @Override
    public DecoderConfig config() {
        return decoder.config();
    }

    @Override
    public String description() {
        return decoder.kernel().name();
    }

    @Override
    public DecoderBackend view(List<Intervention> interventions) {
        var changed = decoder;
        for (var direction : Direction.orthonormal(Intervention.orthogonalised(interventions))) {
            changed = changed.orthogonalised(direction.unit());
        }
        return new JavaBackend(changed, Edits.of(interventions, config()));
    }

    @Override
    public SequenceCache cache() {
        return new KvCache(config());
    }

    @Override
    public Workspace workspace(int rows, int logitRows) {
        return decoder.workspace(rows, logitRows);
    }

    @Override
    public void forward(Rows rows, Workspace workspace, SiteListener listener, Depth depth) {
        var shown = edits == SiteListener.NONE
                ? listener
                : listener == SiteListener.NONE ? edits : SiteListener.both(edits, listener);
        decoder.forward(rows, (Decoder.Workspace) workspace, shown, depth);
    }

    @Override
    public void close() {
        // the weights lie on the heap
    }
}
