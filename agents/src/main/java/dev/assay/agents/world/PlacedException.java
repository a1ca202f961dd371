package dev.assay.agents.world;

import java.util.List;

/// A value of a file that cannot be used, with the keys that lead to it.
final class PlacedException extends IllegalArgumentException {

    @SuppressWarnings("serial")
    private final List<String> path;

    PlacedException(List<String> path, String message, Throwable cause) {
        super(message, cause);
        this.path = List.copyOf(path);
    }

    /// Names of keys, and places in lists as `[0]`.
    List<String> path() {
        return path;
    }
}
