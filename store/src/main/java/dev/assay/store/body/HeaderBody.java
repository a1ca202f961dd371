package dev.assay.store.body;

import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.task.EvalLog.EvalDataset;
import dev.assay.core.task.EvalLog.EvalPlan;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.Solver;
import java.util.List;

/// The bytes of an evaluation's header, framed as a {@link SampleBody} is.
public final class HeaderBody {

    private static final SampleKey PLACE = new SampleKey(0, 1, 1);

    private HeaderBody() {}

    /// @throws TooLargeException if it does not fit
    public static byte[] encode(EvalHeader header) {
        return SampleBody.encode(PLACE, 0, sink -> write(sink, new SampleEncoder(sink), header));
    }

    /// @throws RuntimeException if the bytes are damaged
    public static EvalHeader decode(byte[] stored) {
        return SampleBody.decode(PLACE, 0, stored, source -> read(source, new SampleDecoder(source)));
    }

    private static void write(ByteSink sink, SampleEncoder encoder, EvalHeader header) {
        sink.text(header.runId());
        EvalSpec eval = header.eval();
        encoder.instant(eval.created());
        sink.text(eval.runId());
        sink.text(eval.task());
        sink.text(eval.taskVersion());
        sink.text(eval.dataset().name());
        sink.text(eval.dataset().location());
        sink.signed(eval.dataset().samples());
        sink.flag(eval.dataset().shuffled());
        sink.text(eval.model());
        sink.text(eval.modelFingerprint());
        sink.number(eval.epochs());
        sink.text(eval.epochsReducer());
        encoder.list(eval.scorers(), sink::text);
        encoder.list(eval.tags(), sink::text);
        encoder.map(eval.metadata(), (name, value) -> sink.text(value));
        sink.text(header.plan().name());
        encoder.list(header.plan().steps(), step -> {
            sink.text(step.solver());
            encoder.map(step.params(), (name, value) -> sink.text(value));
        });
        encoder.config(header.plan().config());
        sink.text(header.definition());
        sink.text(header.digest());
        sink.text(header.command());
        sink.text(header.assayVersion());
    }

    private static EvalHeader read(ByteSource source, SampleDecoder decoder) {
        String runId = source.text();
        EvalSpec eval = new EvalSpec(
                decoder.instant(),
                source.text(),
                source.text(),
                source.text(),
                new EvalDataset(source.text(), source.text(), source.signed(), source.flag()),
                source.text(),
                source.text(),
                source.integer(),
                source.text(),
                source.list(source::text),
                source.list(source::text),
                decoder.map(source::text));
        String name = source.text();
        List<Solver.Step> steps = source.list(() -> new Solver.Step(source.text(), decoder.map(source::text)));
        return new EvalHeader(
                runId,
                eval,
                new EvalPlan(name, steps, decoder.config()),
                source.text(),
                source.text(),
                source.text(),
                source.text());
    }
}
