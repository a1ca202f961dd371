package dev.assay.audit.domain;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Fills the texts around a draw, such as how a goal is asked for. Which of several texts and which values
/// are used depends on seed, purpose and index alone.
public final class Filler {

    private final Slots slots;
    private final long seed;
    private final Map<String, Long> seeds = new ConcurrentHashMap<>();
    private final Map<Template, Slots.Fillings> fillings = Collections.synchronizedMap(new IdentityHashMap<>());

    public Filler(Slots slots, long seed) {
        this.slots = slots;
        this.seed = seed;
    }

    /// One of several, at random.
    public <T> T pick(List<T> choices, String purpose, int index) {
        return choices.get(Seeds.pick(seedOf(purpose), index, choices.size()));
    }

    private long seedOf(String purpose) {
        return seeds.computeIfAbsent(purpose, name -> Seeds.derive(seed, name));
    }

    /// A text with the given values; slots that have none get one at random.
    public String fill(Template template, Map<String, String> given, String purpose, int index) {
        if (template.isFilledBy(given)) {
            return template.fill(given);
        }
        Slots.Fillings numbered = fillings.computeIfAbsent(template, text -> slots.fillings(List.of(text)));
        long number = Long.remainderUnsigned(Seeds.mix(seedOf(purpose + "/fill") + index), numbered.count());
        Map<String, String> values = new LinkedHashMap<>(numbered.at(number));
        values.putAll(given);
        return template.fill(values);
    }

    /// As above, without given values.
    public String fill(Template template, String purpose, int index) {
        return fill(template, Map.of(), purpose, index);
    }
}
