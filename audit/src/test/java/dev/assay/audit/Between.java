package dev.assay.audit;

import dev.assay.audit.puppet.Puppet;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Stands between an audit and a puppet: answers some prompts itself, or fails on them.
///
/// @param instead given the last message, the answer in the puppet's place; empty where the puppet answers
record Between(Puppet puppet, Function<String, Optional<String>> instead) implements Model {

    @Override
    public String name() {
        return puppet.name();
    }

    @Override
    public String fingerprint() {
        return puppet.fingerprint();
    }

    @Override
    public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
        return instead.apply(messages.getLast().content())
                .map(text -> ModelOutput.of("puppet", text))
                .orElseGet(() -> puppet.generate(messages, config));
    }
}
