package dev.assay.core.task;

import dev.assay.core.model.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers the question, then says the next turn and has that answered, and so on.
///
/// @param turns the same for every sample; empty where they come from the sample
/// @param key the metadata value that holds the sample's turns, a JSON list of texts
record MultiTurn(List<String> turns, Optional<String> key) implements Solver {

    MultiTurn {
        turns = List.copyOf(turns);
        if (turns.isEmpty() == key.isEmpty()) {
            throw new IllegalArgumentException("Turns are either given or read from the sample's metadata.");
        }
    }

    @Override
    public TaskState solve(TaskState state, Generate model) {
        TaskState now = state.output().isPresent() ? state : model.generate(state);
        for (String turn : key.isPresent() ? own(state.sample(), key.get()) : turns) {
            now = model.generate(now.plus(ChatMessage.user(turn)));
        }
        return now;
    }

    private static List<String> own(Sample sample, String key) {
        String text = sample.metadata().get(key);
        String place = "metadata '" + key + "' of sample '" + sample.id() + "'";
        if (text == null) {
            throw new IllegalArgumentException("There is no " + place + ", which should hold its turns.");
        }
        try {
            JsonNode list = JsonMapper.shared().readTree(text);
            List<String> turns = new ArrayList<>();
            for (JsonNode turn : list) {
                if (!turn.isString()) {
                    throw new IllegalArgumentException("The " + place + " must be a JSON list of texts.");
                }
                turns.add(turn.stringValue());
            }
            if (!list.isArray() || turns.isEmpty()) {
                throw new IllegalArgumentException("The " + place + " must be a JSON list of at least one text.");
            }
            return turns;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The " + place + " must be a JSON list of texts.", e);
        }
    }

    @Override
    public List<Step> steps() {
        return List.of(new Step(
                "multi_turn",
                Map.of("turns", key.map(name -> "metadata:" + name).orElse(String.join("\n", turns)))));
    }
}
