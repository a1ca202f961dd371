package dev.assay.audit.search;

import java.util.HashSet;
import java.util.Set;

/// Counts what a search spends.
final class CallMeter {

    private final int most;
    private final Set<String> tried = new HashSet<>();
    private int calls;

    CallMeter(int most) {
        this.most = most;
    }

    /// Whether so many calls are left.
    boolean has(int wanted) {
        return calls + wanted <= most;
    }

    int left() {
        return most - calls;
    }

    void spend(int made) {
        calls += made;
    }

    void tried(String tag) {
        tried.add(tag);
    }

    boolean hasTried(String tag) {
        return tried.contains(tag);
    }

    int calls() {
        return calls;
    }

    int tried() {
        return tried.size();
    }
}
