package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.journal.JournalException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://user:hunter2@host/runs",
                "jdbc:postgresql",
                "jdbc:postgresql://auditor:hunter2@localhost/runs",
                "jdbc:postgresql://localhost:notaport/runs?password=hunter2",
                "jdbc:postgresql://localhost?password=hunter2",
                "jdbc:postgresql://localhost/?password=hunter2",
                "jdbc:postgresql:?password=hunter2",
                "postgresql://auditor:hunter2@localhost/runs"
            })
    void whatNamesNoDatabaseIsRefusedWithTheRemedyAndWithoutItsPassword(String store) {
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("").addHandler(handler);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> PostgresEvalJournal.withoutCredentials(store),
                () -> PostgresEvalJournal.open(store, "run-1"),
                () -> PostgresEvalJournal.openExisting(store, "run-1"),
                () -> PostgresEvalJournal.openReadOnly(store, "run-1"))) {
            assertThatThrownBy(call)
                    .isInstanceOf(JournalException.class)
                    .hasNoCause()
                    .hasMessageContaining("jdbc:postgresql://host:port/database")
                    .hasMessageNotContaining("hunter2")
                    .hasMessageNotContaining("\n");
        }
        Logger.getLogger("").removeHandler(handler);
        assertThat(logged).isEmpty();
    }
}
