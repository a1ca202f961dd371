package dev.assay.app.serve;

import dev.assay.app.terminal.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// What a user is told once a model is served.
///
/// @param model what clients call it
/// @param address the base URL for clients
/// @param context tokens that prompt and answer may have together
/// @param tokenVariable the environment variable with the clients' token, where one is needed
/// @param verification whether the model was compared with its reference; empty for organisms, which are
///     made here
record Greeting(
        String model, String address, int context, Optional<String> tokenVariable, Optional<String> verification) {

    private static final int NAME_LIMIT = 200;
    private static final int SENTENCE_LIMIT = 1_000;
    private static final String INDENT = " ".repeat(10);

    /// For a reader.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("serving   " + Printable.line(model, NAME_LIMIT) + " at " + address);
        lines.add(INDENT + "context " + context + " tokens, "
                + tokenVariable
                        .map(name ->
                                "clients send the token of " + Printable.line(name, NAME_LIMIT) + " as their API key")
                        .orElse("this machine only, any API key"));
        verification.ifPresent(sentence -> lines.add(INDENT + Printable.line(sentence, SENTENCE_LIMIT)));
        lines.add(INDENT + "Ctrl-C stops it once what is under way has been answered");
        return lines;
    }

    /// For a script: one line.
    String json() {
        return JsonMapper.shared()
                .createObjectNode()
                .put("model", model)
                .put("address", address)
                .put("context", context)
                .put("token", tokenVariable.isPresent())
                .put("verification", verification.orElse(null))
                .toString();
    }
}
