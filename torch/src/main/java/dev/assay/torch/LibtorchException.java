package dev.assay.torch;

import org.jspecify.annotations.Nullable;

/// libtorch cannot be loaded. The message is one sentence with the place and the remedy.
public final class LibtorchException extends RuntimeException {

    public LibtorchException(String message) {
        super(message);
    }

    public LibtorchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
