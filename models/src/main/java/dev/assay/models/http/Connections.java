package dev.assay.models.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many calls an endpoint gets at once: as many as it answers, up to a cap that may be changed at any
/// time.
///
/// It starts at {@link #START} and doubles, window by window, while every call is answered and more calls
/// bring more answers; where they bring no more it grows by a tenth. From the first overload on (429, 503,
/// 529, silence) it is careful: a window in which a share `f` of the calls was turned away scales the limit
/// by `1 - f/2`, and one in which that share was below a half adds a fiftieth, at least 1 (the decrease of
/// DCTCP: Alizadeh et al., SIGCOMM 2010, with a gain of 1). A server that turns away a few calls at random,
/// whatever the load, is thus not starved as under a halving. A window is as many calls as the limit; what
/// was sent before the last decrease tells nothing of it and does not count. Calls that are made again go
/// before new ones.
///
/// Safe for many threads. Models that share an endpoint's quota may share one of these.
public final class Connections {

    /// The limit at first: 32.
    public static final int START = 32;

    private static final int SMALLEST_WINDOW = 8;

    private static final double DOUBLED = 2;
    private static final double BOLD = 1.1;
    private static final double CAREFUL = 1.02;

    /// Guards the queues and the end of a window; a call that finds room and leaves nobody waiting never
    /// takes it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<Waiter> again = new ArrayDeque<>();
    private final Deque<Waiter> fresh = new ArrayDeque<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicLong retries = new AtomicLong();
    private final LimitListener listener;
    private volatile int cap;
    private volatile int limit;
    private volatile boolean full;
    private volatile long remaining = Long.MAX_VALUE;
    private volatile boolean decreased;
    private volatile long decreasedAt;
    private double exactLimit;
    private double growth = DOUBLED;
    private boolean started;
    private long windowStart;
    private double bestRate;
    private int windowsWithoutGain;

    /// What became of a call.
    public enum Outcome {
        ANSWERED,
        /// The endpoint has too much to do.
        OVERLOADED,
        /// Neither: nothing is learnt of the load.
        OTHER
    }

    /// Hears of every change of a limit, on the thread whose call changed it and outside all locks. It must
    /// be quick.
    @FunctionalInterface
    public interface LimitListener {

        /// Hears nothing.
        LimitListener NONE = (before, after) -> {};

        /// @param before calls at once so far
        /// @param after calls at once from now on
        void changed(int before, int after);
    }

    /// What a terminal shows of an endpoint.
    ///
    /// @param inUse calls under way
    /// @param waiting calls that wait for their turn
    /// @param limit how many may be under way now
    /// @param cap how many may ever be
    /// @param retries calls made again so far
    public record State(int inUse, int waiting, int limit, int cap, long retries) {}

    private static final class Waiter {
        private final Condition turn;
        private boolean admitted;

        private Waiter(Condition turn) {
            this.turn = turn;
        }
    }

    /// @param cap at least 1
    public Connections(int cap) {
        this(cap, LimitListener.NONE);
    }

    /// @param cap at least 1
    /// @param listener hears of every change of the limit
    public Connections(int cap, LimitListener listener) {
        requirePositive(cap);
        this.cap = cap;
        this.exactLimit = Math.min(cap, START);
        this.limit = (int) exactLimit;
        this.listener = listener;
    }

    /// How things stand.
    public State state() {
        return new State(inUse.get(), waiting.get(), limit, cap, retries.get());
    }

    /// Changes how many calls may ever be under way at once, at least 1. What is under way goes on.
    public void cap(int value) {
        requirePositive(value);
        lock.lock();
        try {
            cap = value;
            set(exactLimit);
            admit();
        } finally {
            lock.unlock();
        }
    }

    private static void requirePositive(int cap) {
        if (cap < 1) {
            throw new IllegalArgumentException("maxConnections must be at least 1, but is " + cap);
        }
    }

    /// Waits for a place.
    ///
    /// @param madeAgain whether the call failed before; such calls go first
    void acquire(boolean madeAgain) throws InterruptedException {
        if (waiting.get() == 0 && take()) {
            return;
        }
        lock.lockInterruptibly();
        Deque<Waiter> queue = madeAgain ? again : fresh;
        Waiter waiter = new Waiter(lock.newCondition());
        try {
            queue.addLast(waiter);
            waiting.incrementAndGet();
            admit();
            while (!waiter.admitted) {
                waiter.turn.await();
            }
        } catch (InterruptedException interruption) {
            if (waiter.admitted) {
                inUse.decrementAndGet();
                admit();
            } else {
                queue.remove(waiter);
                waiting.decrementAndGet();
            }
            throw interruption;
        } finally {
            lock.unlock();
        }
    }

    /// Gives a place back.
    ///
    /// @param sentAt when the call was sent, in nanoseconds of the same clock as `now`
    void release(Outcome outcome, long sentAt, long now) {
        boolean windowEnds = count(outcome, sentAt);
        inUse.decrementAndGet();
        if (!windowEnds && waiting.get() == 0) {
            return;
        }
        int before;
        int after;
        lock.lock();
        try {
            before = limit;
            learn(sentAt, now);
            after = limit;
            admit();
        } finally {
            lock.unlock();
        }
        if (before != after) {
            listener.changed(before, after);
        }
    }

    /// Counts a call that is made again.
    void retried() {
        retries.incrementAndGet();
    }

    /// Hears how many more calls the provider takes before its quota is renewed: the limit does not grow
    /// beyond that.
    void remaining(long calls) {
        if (remaining != calls) {
            remaining = calls;
        }
    }

    /// Whether a window ends with this call.
    private boolean count(Outcome outcome, long sentAt) {
        if (outcome == Outcome.OTHER || (decreased && sentAt - decreasedAt < 0)) {
            return false;
        }
        int calls = outcome == Outcome.ANSWERED
                ? answered.incrementAndGet() + turnedAway.get()
                : answered.get() + turnedAway.incrementAndGet();
        return !started || calls >= Math.max(SMALLEST_WINDOW, limit);
    }

    private void learn(long sentAt, long now) {
        if (!started) {
            started = true;
            windowStart = sentAt;
        }
        int refused = turnedAway.get();
        int calls = answered.get() + refused;
        if (calls < Math.max(SMALLEST_WINDOW, limit)) {
            return;
        }
        if (refused > 0) {
            growth = CAREFUL;
            decreased = true;
            decreasedAt = now;
            double step = 2 * refused < calls && full ? Math.max(1, exactLimit * (CAREFUL - 1)) : 0;
            set(exactLimit * (1 - 0.5 * refused / calls) + step);
        } else if (full && remaining >= limit) {
            grow(calls / (double) Math.max(1, now - windowStart));
        }
        answered.set(0);
        turnedAway.set(0);
        full = inUse.get() >= limit;
        windowStart = now;
    }

    private void grow(double rate) {
        windowsWithoutGain = rate > BOLD * bestRate ? 0 : windowsWithoutGain + 1;
        bestRate = Math.max(rate, bestRate);
        // Twice as many at once that bring no tenth more, twice in turn, only wait at the server.
        if (growth == DOUBLED && windowsWithoutGain == 2) {
            growth = BOLD;
        }
        set(Math.max(exactLimit + 1, exactLimit * growth));
    }

    private void set(double value) {
        exactLimit = Math.clamp(value, 1, cap);
        limit = (int) exactLimit;
    }

    /// Takes a place if there is one.
    private boolean take() {
        int used = inUse.get();
        while (used < limit) {
            if (inUse.compareAndSet(used, used + 1)) {
                if (used + 1 >= limit) {
                    full = true;
                }
                return true;
            }
            used = inUse.get();
        }
        full = true;
        return false;
    }

    private void admit() {
        while (!(again.isEmpty() && fresh.isEmpty()) && take()) {
            Waiter next = again.isEmpty() ? fresh.removeFirst() : again.removeFirst();
            waiting.decrementAndGet();
            next.admitted = true;
            next.turn.signal();
        }
    }
}
