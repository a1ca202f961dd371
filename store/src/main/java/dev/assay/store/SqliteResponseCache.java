package dev.assay.store;

import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.RequestKey;
import dev.assay.core.model.ResponseCache;
import dev.assay.core.model.ResponseCacheException;
import dev.assay.store.ResponseFile.Row;
import dev.assay.store.body.OutputBody;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A response cache in the file `responses.db` of a folder. Several processes may use it at once, on one machine: the
/// file is SQLite's, with a write-ahead log. A thread of its own writes many answers in one transaction; a process that
/// is killed loses those of its last moment.
///
/// Every answer is stored with SHA-256 over its key and its bytes, and one whose bytes do not agree with it counts as
/// absent. When the answers take more than the limit, those unused the longest are deleted.
public final class SqliteResponseCache implements ResponseCache {

    /// The file's name.
    public static final String FILE = "responses.db";

    /// Bytes in use, at most: 1 GiB.
    public static final long DEFAULT_LIMIT = 1L << 30;

    /// Below it an answer would hardly fit.
    static final long SMALLEST_LIMIT = 1 << 18;

    private static final int LARGEST_BATCH = 1_000;
    private static final long MOST_WAITING_BYTES = 64L << 20;
    private static final int MOST_TOUCHED = 1_000;

    /// To the hour is close enough to know what was used the longest ago, and spares a write at each find.
    private static final long USED_SECONDS = 3_600;

    private static final long CLOSE_MILLISECONDS = 30_000;

    private final ResponseFile file;
    private final long largestAnswer;
    private final InstantSource clock;
    private final ReentrantLock reader = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Map<RequestKey, Row> waiting = new LinkedHashMap<>();
    private final Set<RequestKey> touched = new HashSet<>();
    private final Thread writer;
    private long waitingBytes;
    private boolean closed;
    private volatile Optional<String> trouble = Optional.empty();

    /// Opens the cache of a folder, which is made if it is not there.
    ///
    /// @param limit bytes in use, at least 256 KiB; the file grows little beyond
    /// @throws ResponseCacheException if it cannot be opened, or the file there is another program's
    /// @throws IllegalArgumentException if `limit` is too small
    public static SqliteResponseCache open(Path folder, long limit) {
        return new SqliteResponseCache(folder.resolve(FILE), limit, InstantSource.system());
    }

    SqliteResponseCache(Path path, long limit, InstantSource clock) {
        if (limit < SMALLEST_LIMIT) {
            throw new IllegalArgumentException(
                    "A response cache takes at least " + SMALLEST_LIMIT + " bytes, not " + limit);
        }
        this.file = new ResponseFile(path, limit);
        this.largestAnswer = Math.min(limit / 8, MOST_WAITING_BYTES / 4);
        this.clock = clock;
        this.writer = Thread.ofPlatform().daemon().name("response-cache").start(this::write);
    }

    @Override
    public Optional<ModelOutput> find(RequestKey key) {
        Row row;
        lock.lock();
        try {
            if (closed) {
                return Optional.empty();
            }
            row = waiting.get(key);
        } finally {
            lock.unlock();
        }
        try {
            if (row == null) {
                Optional<Row> stored = read(key);
                if (stored.isEmpty()) {
                    return Optional.empty();
                }
                row = stored.get();
            }
            if (!MessageDigest.isEqual(digest(key, row.body()), row.digest())) {
                return Optional.empty();
            }
            ModelOutput output = OutputBody.decode(row.body());
            used(key, row.used());
            return Optional.of(output);
        } catch (SQLException | RuntimeException failure) {
            failed(failure);
            return Optional.empty();
        }
    }

    private Optional<Row> read(RequestKey key) throws SQLException {
        reader.lock();
        try {
            return file.find(key);
        } finally {
            reader.unlock();
        }
    }

    private void used(RequestKey key, long before) {
        if (clock.instant().getEpochSecond() - before < USED_SECONDS) {
            return;
        }
        lock.lock();
        try {
            if (touched.size() < MOST_TOUCHED) {
                touched.add(key);
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(RequestKey key, ModelOutput output) {
        Row row;
        try {
            byte[] body = OutputBody.encode(output);
            row = new Row(clock.instant().getEpochSecond(), digest(key, body), body);
        } catch (RuntimeException failure) {
            return; // What has no bytes is not kept.
        }
        int size = row.body().length;
        lock.lock();
        try {
            // An answer that cannot wait is not kept: memory is not the place for it.
            if (!closed && size <= largestAnswer && waitingBytes + size <= MOST_WAITING_BYTES) {
                Row replaced = waiting.put(key, row);
                waitingBytes += size - (replaced == null ? 0 : replaced.body().length);
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The work of the thread that writes.
    private void write() {
        while (true) {
            Map<RequestKey, Row> rows = new HashMap<>();
            Set<RequestKey> used;
            lock.lock();
            try {
                while (waiting.isEmpty() && touched.isEmpty()) {
                    if (closed) {
                        return;
                    }
                    work.awaitUninterruptibly();
                }
                Iterator<Map.Entry<RequestKey, Row>> next = waiting.entrySet().iterator();
                while (next.hasNext() && rows.size() < LARGEST_BATCH) {
                    Map.Entry<RequestKey, Row> entry = next.next();
                    rows.put(entry.getKey(), entry.getValue());
                }
                used = Set.copyOf(touched);
                touched.clear();
            } finally {
                lock.unlock();
            }
            try {
                file.write(rows, used, clock.instant().getEpochSecond());
            } catch (SQLException | RuntimeException failure) {
                failed(failure);
            }
            lock.lock();
            try {
                rows.forEach((key, row) -> {
                    // Another may have taken its place meanwhile.
                    if (waiting.remove(key, row)) {
                        waitingBytes -= row.body().length;
                    }
                });
            } finally {
                lock.unlock();
            }
        }
    }

    private void failed(Exception failure) {
        if (trouble.isEmpty()) {
            trouble = Optional.of(file.sentence(failure));
        }
    }

    private static byte[] digest(RequestKey key, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ResponseFile.bytes(key));
            return digest.digest(body);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256.", missing);
        }
    }

    @Override
    public Optional<String> trouble() {
        return trouble;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = Thread.interrupted();
        try {
            writer.join(CLOSE_MILLISECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        reader.lock();
        try {
            file.close();
        } finally {
            reader.unlock();
        }
    }
}
