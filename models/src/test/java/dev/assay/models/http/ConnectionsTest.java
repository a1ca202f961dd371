package dev.assay.models.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private long clock;

    /// Sends as many calls at once as are let through, `rounds` times; each takes `nanos`, and `fate` says
    /// what becomes of the n-th of a round.
    private void rounds(
            Connections connections, int rounds, long nanos, java.util.function.IntFunction<Connections.Outcome> fate)
            throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            int calls = connections.state().limit();
            long sent = clock;
            for (int call = 0; call < calls; call++) {
                connections.acquire(false);
            }
            clock += nanos;
            for (int call = 0; call < calls; call++) {
                connections.release(fate.apply(call), sent, clock);
            }
        }
    }

    @Test
    void itDoublesToItsCapWhileAllIsAnswered() throws InterruptedException {
        List<Integer> limits = new ArrayList<>();
        Connections connections = new Connections(1000, (before, after) -> limits.add(after));
        assertThat(connections.state().limit()).isEqualTo(32);
        rounds(connections, 8, 200, call -> Connections.Outcome.ANSWERED);
        assertThat(limits).containsExactly(64, 128, 256, 512, 1000);
        assertThat(connections.state()).isEqualTo(new Connections.State(0, 0, 1000, 1000, 0));
    }

    @Test
    void aSmallCapIsUsedAtOnce() {
        assertThat(new Connections(4).state().limit()).isEqualTo(4);
        assertThatThrownBy(() -> new Connections(0)).hasMessageContaining("maxConnections must be at least 1");
    }

    @Test
    void whereMoreCallsBringNoMoreAnswersItGrowsByATenth() throws InterruptedException {
        Connections connections = new Connections(100_000);
        List<Integer> limits = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            // A server that answers one call after the other.
            rounds(connections, 1, 10L * connections.state().limit(), call -> Connections.Outcome.ANSWERED);
            limits.add(connections.state().limit());
        }
        assertThat(limits.subList(0, 3)).containsExactly(64, 128, 140);
        assertThat(limits.getLast()).isLessThan(32 * 16);
    }

    @Test
    void itFindsTheLimitOfAServerAndStaysNear() throws InterruptedException {
        Connections connections = new Connections(1000);
        rounds(
                connections,
                200,
                100,
                call -> call < 100 ? Connections.Outcome.ANSWERED : Connections.Outcome.OVERLOADED);
        assertThat(connections.state().limit()).isBetween(90, 115);
    }

    @Test
    void aFewCallsTurnedAwayAtRandomDoNotStarveIt() throws InterruptedException {
        Random dice = new Random(7);
        Connections connections = new Connections(1000);
        rounds(
                connections,
                300,
                100,
                call -> dice.nextInt(100) < 5 ? Connections.Outcome.OVERLOADED : Connections.Outcome.ANSWERED);
        assertThat(connections.state().limit()).isGreaterThan(20);
    }

    @Test
    void aServerThatTurnsAllAwayIsAskedOneByOne() throws InterruptedException {
        Connections connections = new Connections(1000);
        rounds(connections, 400, 100, call -> Connections.Outcome.OVERLOADED);
        assertThat(connections.state().limit()).isEqualTo(1);
        rounds(connections, 800, 100, call -> Connections.Outcome.ANSWERED);
        assertThat(connections.state().limit()).isGreaterThan(50);
    }

    @Test
    void whatWasSentBeforeADecreaseDoesNotCount() throws InterruptedException {
        Connections connections = new Connections(32);
        for (int call = 0; call < 64; call++) {
            if (call < 32) {
                connections.acquire(false);
            }
        }
        clock = 100;
        for (int call = 0; call < 32; call++) {
            connections.release(Connections.Outcome.OVERLOADED, 0, clock);
        }
        assertThat(connections.state().limit()).isEqualTo(16);
        for (int call = 0; call < 16; call++) {
            connections.acquire(false);
        }
        for (int call = 0; call < 16; call++) {
            connections.release(Connections.Outcome.OVERLOADED, 50, clock);
        }
        assertThat(connections.state().limit()).isEqualTo(16);
    }

    @Test
    void itDoesNotGrowBeyondWhatTheProviderStillTakes() throws InterruptedException {
        Connections connections = new Connections(1000);
        connections.remaining(20);
        rounds(connections, 4, 100, call -> Connections.Outcome.ANSWERED);
        assertThat(connections.state().limit()).isEqualTo(32);
        connections.remaining(Long.MAX_VALUE);
        rounds(connections, 1, 100, call -> Connections.Outcome.ANSWERED);
        assertThat(connections.state().limit()).isEqualTo(64);
    }

    @Test
    void theCapCanBeChangedWhileItRuns() throws InterruptedException {
        Connections connections = new Connections(2);
        connections.acquire(false);
        connections.acquire(false);
        CountDownLatch through = new CountDownLatch(1);
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                connections.acquire(false);
                through.countDown();
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        });
        while (connections.state().waiting() == 0) {
            Thread.onSpinWait();
        }
        connections.cap(1);
        assertThat(connections.state().limit()).isEqualTo(1);
        connections.release(Connections.Outcome.OTHER, 0, 0);
        assertThat(connections.state().waiting()).isEqualTo(1);
        connections.release(Connections.Outcome.OTHER, 0, 0);
        through.await();
        waiter.join();
        assertThat(connections.state().inUse()).isEqualTo(1);
    }

    @Test
    void callsThatAreMadeAgainGoFirst() throws InterruptedException {
        Connections connections = new Connections(1);
        connections.acquire(false);
        List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (String who : List.of("new", "again")) {
            int before = connections.state().waiting();
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    connections.acquire(who.equals("again"));
                    order.add(who);
                    connections.release(Connections.Outcome.OTHER, 0, 0);
                } catch (InterruptedException interruption) {
                    Thread.currentThread().interrupt();
                }
            }));
            while (connections.state().waiting() == before) {
                Thread.onSpinWait();
            }
        }
        connections.release(Connections.Outcome.OTHER, 0, 0);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order).containsExactly("again", "new");
    }

    @Test
    void anInterruptedWaiterLeavesItsPlaceToOthers() throws InterruptedException {
        Connections connections = new Connections(1);
        connections.acquire(false);
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                connections.acquire(false);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        });
        while (connections.state().waiting() == 0) {
            Thread.onSpinWait();
        }
        waiter.interrupt();
        waiter.join();
        connections.release(Connections.Outcome.OTHER, 0, 0);
        connections.acquire(false);
        assertThat(connections.state()).isEqualTo(new Connections.State(1, 0, 1, 1, 0));
    }

    @Test
    void manyThreadsNeverExceedTheLimit() throws InterruptedException {
        Connections connections = new Connections(5);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int index = 0; index < 200; index++) {
            boolean madeAgain = index % 3 == 0;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int call = 0; call < 50; call++) {
                        connections.acquire(madeAgain);
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.yield();
                        inside.decrementAndGet();
                        connections.release(Connections.Outcome.ANSWERED, 0, 1);
                    }
                } catch (InterruptedException interruption) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, 5);
        assertThat(connections.state()).isEqualTo(new Connections.State(0, 0, 5, 5, 0));
    }
}
