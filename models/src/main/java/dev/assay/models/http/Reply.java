package dev.assay.models.http;

import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A reply whose head has come.
///
/// @param status of HTTP
/// @param headers value by name, in any case; empty where there is none
/// @param body bounded in bytes and in time; need not be read to its end
public record Reply(int status, Function<String, Optional<String>> headers, InputStream body) {

    public Optional<String> header(String name) {
        return headers.apply(name);
    }

    /// Media type in lower case; empty if the server names none.
    public String contentType() {
        String type = header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /// Makes something of a reply of status 2xx.
    @FunctionalInterface
    public interface Reader<T> {

        /// @throws java.io.IOException if the connection breaks
        /// @throws tools.jackson.core.JacksonException if the body is no whole JSON
        /// @throws Failure if the reply is no answer
        T read(Reply reply) throws java.io.IOException, Failure;
    }
}
