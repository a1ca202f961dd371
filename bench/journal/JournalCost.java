import com.sun.management.OperatingSystemMXBean;
import dev.assay.core.contract.EvalJournalContract;
import dev.assay.core.contract.GeneratedSamples;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.SampleKey;
import dev.assay.store.PostgresEvalJournal;
import dev.assay.store.SqliteEvalJournal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// What the journal costs: appends N simple samples from C virtual threads (the last nine tenths are counted), then
/// opens it again and reads all rows, then all samples. CPU is that of the whole process, the collector's included;
/// what it takes to make a sample is measured beside it, to be taken off.
///
/// `JournalCost FILE|jdbc:postgresql:... N C`
final class JournalCost {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    public static void main(String[] arguments) throws Exception {
        String place = arguments[0];
        int samples = Integer.parseInt(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        try (EvalJournal journal = open(place)) {
            journal.begin(EvalJournalContract.header("cost"));
            append(journal, 0, samples / 10, threads);
            double made = cpu();
            for (int position = 0; position < 100_000; position++) {
                GeneratedSamples.simple(position, 1);
            }
            made = (cpu() - made) / 100_000;
            long start = System.nanoTime();
            double cpu = cpu();
            append(journal, samples / 10, samples, threads);
            double count = samples - samples / 10;
            System.out.printf(
                    "append: %.0f samples, %.0f/s, %.1f us CPU each, of which making the sample %.1f us%n",
                    count, count / seconds(start), (cpu() - cpu) / count * 1e6, made * 1e6);
        }
        if (!place.startsWith("jdbc:")) {
            System.out.printf("file: %.1f bytes a sample%n", Files.size(Path.of(place)) / (double) samples);
        }
        long start = System.nanoTime();
        double cpu = cpu();
        try (EvalJournal journal = open(place)) {
            AtomicLong rows = new AtomicLong();
            journal.forEachRow(row -> rows.incrementAndGet());
            System.out.printf("open and rows: %d, %.2f s, CPU %.2f s%n", rows.get(), seconds(start), cpu() - cpu);
            start = System.nanoTime();
            cpu = cpu();
            AtomicLong read = new AtomicLong();
            journal.forEachSample(sample -> read.incrementAndGet());
            System.out.printf("samples: %d, %.2f s, CPU %.2f s%n", read.get(), seconds(start), cpu() - cpu);
        }
        System.out.println("peak memory: " + peak());
    }

    private static void append(EvalJournal journal, int from, int to, int threads) throws InterruptedException {
        AtomicLong next = new AtomicLong(from);
        Thread[] appenders = new Thread[threads];
        for (int index = 0; index < threads; index++) {
            appenders[index] = Thread.ofVirtual().start(() -> {
                for (long position = next.getAndIncrement(); position < to; position = next.getAndIncrement()) {
                    journal.append(new SampleKey(position, 1, 1), GeneratedSamples.simple(position, 1));
                }
            });
        }
        for (Thread appender : appenders) {
            appender.join();
        }
    }

    private static EvalJournal open(String place) {
        return place.startsWith("jdbc:") ? PostgresEvalJournal.open(place, "cost") : SqliteEvalJournal.open(Path.of(place));
    }

    private static double cpu() {
        return SYSTEM.getProcessCpuTime() / 1e9;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("not known here");
    }
}
