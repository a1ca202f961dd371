package dev.assay.store.body;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictTrainer;
import dev.assay.core.contract.GeneratedSamples;
import dev.assay.core.task.EvalLog.EvalSample;
import java.lang.management.ManagementFactory;
import java.nio.file.*;
import java.util.*;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/// Size and CPU of a sample's body under deflate and zstd, with the journal's dictionary and a trained one.
final class CompressionCost {

    public static void main(String[] arguments) throws Exception {
        byte[] preset = Files.readAllBytes(Path.of(arguments[0]));
        List<EvalSample> simple = new ArrayList<>();
        for (int index = 0; index < 4000; index++) simple.add(GeneratedSamples.simple(100_000 + index * 37L, 1));
        List<EvalSample> prose = prose(Path.of(arguments[1]));
        for (var entry : Map.of("simple", simple, "prose", prose).entrySet()) {
            List<byte[]> all = new ArrayList<>(entry.getValue().stream().map(CompressionCost::plain).toList());
            Collections.shuffle(all, new Random(1));
            List<byte[]> train = all.subList(0, all.size() / 2), test = all.subList(all.size() / 2, all.size());
            System.out.printf("%s: %d samples, plain %.1f bytes%n", entry.getKey(), test.size(), test.stream().mapToInt(b -> b.length).average().orElse(0));
            List<EvalSample> samples = entry.getValue();
            cpu("encode alone", samples, sample -> plain(sample).length);
            ZstdDictTrainer trainer = new ZstdDictTrainer(4 << 20, 8 << 10);
            for (byte[] b : train) trainer.addSample(b);
            byte[] trained = trainer.trainSamples();
            byte[] out = new byte[1 << 20];
            for (int level : new int[] {1, 6}) {
                for (byte[] dictionary : new byte[][] {new byte[0], preset, trained}) {
                    Deflater deflater = new Deflater(level, true);
                    cpu("deflate " + level + ", dictionary " + dictionary.length, test, b -> {
                        if (dictionary.length > 0) deflater.setDictionary(dictionary);
                        deflater.setInput(b); deflater.finish();
                        int size = deflater.deflate(out); deflater.reset(); return size; });
                    deflater.end();
                }
            }
            for (int level : new int[] {1, 3, 6}) {
                for (byte[] dictionary : new byte[][] {preset, trained}) {
                    ZstdCompressCtx zstd = new ZstdCompressCtx();
                    zstd.loadDict(new ZstdDictCompress(dictionary, level));
                    zstd.setContentSize(false); zstd.setDictID(false); zstd.setChecksum(false);
                    cpu("zstd " + level + ", dictionary " + dictionary.length, test, b -> zstd.compressByteArray(out, 0, out.length, b, 0, b.length));
                    zstd.close();
                }
            }
        }
    }

    private static <T> void cpu(String what, List<T> all, ToIntFunction<T> call) {
        var threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE, size = 0;
        for (int round = 0; round < 8; round++) {
            long start = threads.getCurrentThreadCpuTime(); size = 0;
            for (T each : all) size += call.applyAsInt(each);
            best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
        }
        System.out.printf("  %-32s %7.1f bytes %7.2f us CPU%n", what, (double) size / all.size(), best / 1e3 / all.size());
    }

    static byte[] plain(EvalSample sample) {
        ByteSink sink = new ByteSink(); new SampleEncoder(sink).sample(sample);
        return Arrays.copyOf(sink.array(), sink.length());
    }

    /// Answers of a paragraph, from the Markdown files under a folder.
    private static List<EvalSample> prose(Path folder) throws Exception {
        List<EvalSample> samples = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList())
                for (String paragraph : Files.readString(file).split("\n\n"))
                    if (paragraph.length() > 200) samples.add(GeneratedSamples.simple(samples.size(), 1, paragraph));
        }
        return samples;
    }
}
