package dev.assay.models.openai;

import dev.assay.core.run.Eval;
import dev.assay.core.run.EvalOptions;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.Scorers;
import dev.assay.core.task.Task;
import dev.assay.core.task.TaskBuilder;
import dev.assay.models.http.ChatServer;
import dev.assay.models.http.HostedModel;
import dev.assay.models.http.RetryCounts;
import java.io.IOException;

/// Measures a run against a server with faults, whose right accuracy is known: 0.517. `bench/faults/run`
/// starts it.
final class Faults {

    private Faults() {}

    public static void main(String[] arguments) throws IOException {
        int samples = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        TaskBuilder task = Task.named("faults").scorer(Scorers.exact());
        for (int index = 0; index < samples; index++) {
            String prompt = "question " + index;
            task.sample(prompt, index % 1000 < 517 ? ChatServer.truth(prompt) : "not this");
        }
        FaultyScript script = new FaultyScript(seed, "1");
        RetryCounts retries = new RetryCounts();
        long start = System.nanoTime();
        EvalLog log;
        int requests;
        try (ChatServer server = new ChatServer(script);
                HostedModel model = OpenAiChatModel.named("mock-1")
                        .baseUrl(server.baseUrl())
                        .onRetry(retries)
                        .build()) {
            log = Eval.run(task.build(), model, EvalOptions.DEFAULT.withMaxConcurrency(100));
            requests = server.requests.get();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        EvalLog.EvalResults results = log.results();
        System.out.printf("status    %s%n", log.status());
        System.out.printf(
                "samples   %d = %d scored + %d excluded + %d errored%n",
                results.totalSamples(), results.scored(), results.excluded(), results.errored());
        System.out.printf("accuracy  %s (truth 0.517)%n", results.metrics().get("accuracy"));
        System.out.printf("requests  %d, by fate %s%n", requests, script);
        System.out.printf("retries   %d, by cause %s%n", retries.total(), retries.byKind());
        System.out.printf("wall      %.2f s%n", seconds);
    }
}
