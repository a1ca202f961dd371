package dev.assay.engine.decoder;

/// Keys and values of one sequence, as one backend keeps them. A position is written once; what is below [#length]
/// never changes.
public interface SequenceCache extends AutoCloseable {

    /// Positions that every layer holds.
    int length();

    /// Makes room for `positions` in all.
    void reserve(int positions);

    /// Counts positions that were written in every layer.
    void advance(int positions);

    /// Bytes held.
    long bytes();

    /// A cache of its own that begins with the first `count` positions of this.
    ///
    /// @param count at most [#length]
    /// @param room positions that it has room for at first
    SequenceCache beginning(int count, int room);

    /// Lets go of its memory; nothing may follow.
    @Override
    void close();
}
