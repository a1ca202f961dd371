package dev.assay.store;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.assay.core.contract.EvalJournalContract;
import dev.assay.core.journal.EvalJournal;
import java.util.Optional;
import java.util.UUID;

class PostgresEvalJournalContractTest extends EvalJournalContract {

    @Override
    protected EvalJournal newJournal() {
        Optional<PostgresServer> server = PostgresServer.get();
        assumeThat(server).as(PostgresServer.reason()).isPresent();
        return PostgresEvalJournal.open(server.orElseThrow().url(), "contract-" + UUID.randomUUID());
    }
}
