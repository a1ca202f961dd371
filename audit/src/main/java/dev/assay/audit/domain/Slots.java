package dev.assay.audit.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The named lists of a domain, and how texts are filled from them. Within one draw a slot has one value, however often
/// it is used. The fillings of a text are numbered 0, 1, ...; a number is turned into its filling without listing the
/// others, so that a text with millions of fillings costs nothing.
public final class Slots {

    /// Largest number of fillings that is told apart; beyond it counts saturate.
    public static final long MOST = 1L << 40;

    private final Map<String, List<Template>> values;
    private final Map<String, Long> counts = new HashMap<>();

    /// @param values the lists; their texts may name other slots, but not in a circle (see {@link #circle})
    public Slots(Map<String, List<Template>> values) {
        Map<String, List<Template>> copy = new LinkedHashMap<>();
        values.forEach((name, list) -> copy.put(name, List.copyOf(list)));
        this.values = copy;
    }

    public Set<String> names() {
        return values.keySet();
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// A slot that reaches itself through its own texts, or an empty text if there is none.
    public String circle() {
        for (String name : values.keySet()) {
            if (reaches(name, name, new TreeSet<>())) {
                return name;
            }
        }
        return "";
    }

    private boolean reaches(String from, String goal, Set<String> seen) {
        for (Template template : values.getOrDefault(from, List.of())) {
            for (String slot : template.slots()) {
                if (slot.equals(goal) || seen.add(slot) && reaches(slot, goal, seen)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Number of fillings of the slots that the texts name (names that are no slots count as given), at most
    /// {@link #MOST}.
    public synchronized long count(List<Template> texts) {
        return count(pending(texts), new TreeSet<>());
    }

    private List<String> pending(List<Template> texts) {
        List<String> names = new ArrayList<>();
        for (Template text : texts) {
            for (String slot : text.slots()) {
                if (values.containsKey(slot) && !names.contains(slot)) {
                    names.add(slot);
                }
            }
        }
        return names;
    }

    private long count(List<String> pending, TreeSet<String> bound) {
        List<String> open = pending.stream().filter(slot -> !bound.contains(slot)).toList();
        if (open.isEmpty()) {
            return 1;
        }
        String key = open + "|" + bound;
        Long known = counts.get(key);
        if (known != null) {
            return known;
        }
        long total = 0;
        Map<List<String>, Long> byShape = new HashMap<>();
        for (Template value : values.getOrDefault(open.getFirst(), List.of())) {
            byShape.merge(pending(List.of(value)), 1L, Long::sum);
        }
        for (Map.Entry<List<String>, Long> shape : byShape.entrySet()) {
            long each = count(rest(shape.getKey(), open), with(bound, open.getFirst()));
            total = Math.min(MOST, total + Math.min(MOST, shape.getValue() * each));
        }
        counts.put(key, total);
        return total;
    }

    private static List<String> rest(List<String> first, List<String> open) {
        List<String> rest = new ArrayList<>(first);
        open.stream().skip(1).filter(slot -> !rest.contains(slot)).forEach(rest::add);
        return rest;
    }

    private static TreeSet<String> with(TreeSet<String> bound, String slot) {
        TreeSet<String> more = new TreeSet<>(bound);
        more.add(slot);
        return more;
    }

    /// The filling with a number: a value for every slot that the texts name, themselves filled.
    ///
    /// @param number in [0, count)
    public synchronized Map<String, String> filling(List<Template> texts, long number) {
        Map<String, Template> chosen = new LinkedHashMap<>();
        List<String> open = pending(texts);
        TreeSet<String> bound = new TreeSet<>();
        long left = number;
        while (!open.isEmpty()) {
            String slot = open.getFirst();
            List<String> next = open;
            for (Template value : values.getOrDefault(slot, List.of())) {
                List<String> rest = rest(pending(List.of(value)), open);
                long each = count(rest, with(bound, slot));
                if (left < each) {
                    chosen.put(slot, value);
                    next = rest;
                    break;
                }
                left -= each;
            }
            if (!chosen.containsKey(slot)) {
                throw new IllegalArgumentException("No filling has the number " + number);
            }
            bound.add(slot);
            open = next.stream().filter(name -> !bound.contains(name)).toList();
        }
        Map<String, String> filled = new LinkedHashMap<>();
        for (String slot : chosen.keySet()) {
            resolve(slot, chosen, filled);
        }
        return filled;
    }

    private static String resolve(String slot, Map<String, Template> chosen, Map<String, String> filled) {
        String known = filled.get(slot);
        if (known != null) {
            return known;
        }
        Template template = chosen.get(slot);
        if (template == null) {
            return "{" + slot + "}";
        }
        StringBuilder text = new StringBuilder();
        for (Template.Part part : template.parts()) {
            text.append(part.slot() ? resolve(part.text(), chosen, filled) : part.text());
        }
        filled.put(slot, text.toString());
        return text.toString();
    }
}
