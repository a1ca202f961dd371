package dev.assay.audit.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The named lists of a domain, and how texts are filled from them. Within one draw a slot has one value,
/// however often it is used. The fillings of a text are numbered 0, 1, ...; a number is turned into its
/// filling without listing the others, so that a text with millions of fillings costs nothing.
public final class Slots {

    /// Largest number of fillings that is told apart; beyond it counts saturate.
    public static final long MOST = 1L << 40;

    private final Map<String, List<Template>> values;
    private final Map<String, Node> nodes = new ConcurrentHashMap<>();

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
                if (slot.equals(goal) || (seen.add(slot) && reaches(slot, goal, seen))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// What is left to choose: the slots that are still open, and those that have a value. Every value of
    /// the first open slot leads to a node of the same kind; nodes are shared, so that a walk costs no
    /// more than its choices.
    private final class Node {
        final String slot;
        final List<Template> texts;
        final Node[] next;
        final long[] upTo;
        final long count;

        /// @param open slots to choose, at least one
        Node(List<String> open, Set<String> bound) {
            slot = open.getFirst();
            texts = values.getOrDefault(slot, List.of());
            next = new Node[texts.size()];
            upTo = new long[texts.size()];
            Set<String> more = new TreeSet<>(bound);
            more.add(slot);
            long total = 0;
            for (int i = 0; i < next.length; i++) {
                next[i] = node(rest(pending(List.of(texts.get(i))), open, more), more);
                total = Math.min(MOST, total + next[i].count);
                upTo[i] = total;
            }
            count = total;
        }

        /// Nothing is open: one filling.
        Node() {
            slot = "";
            texts = List.of();
            next = new Node[0];
            upTo = new long[0];
            count = 1;
        }
    }

    private Node node(List<String> open, Set<String> bound) {
        String key = open.isEmpty() ? "" : open + "|" + bound;
        Node known = nodes.get(key);
        if (known == null) {
            known = open.isEmpty() ? new Node() : new Node(open, bound);
            nodes.put(key, known); // Two threads may both make it: the nodes are alike.
        }
        return known;
    }

    private List<String> pending(List<Template> texts) {
        List<String> names = new ArrayList<>();
        for (Template text : texts) {
            for (Template.Part part : text.parts()) {
                if (part.slot() && values.containsKey(part.text()) && !names.contains(part.text())) {
                    names.add(part.text());
                }
            }
        }
        return names;
    }

    private static List<String> rest(List<String> first, List<String> open, Set<String> bound) {
        List<String> rest = new ArrayList<>();
        for (String slot : first) {
            if (!bound.contains(slot)) {
                rest.add(slot);
            }
        }
        for (String slot : open) {
            if (!bound.contains(slot) && !rest.contains(slot)) {
                rest.add(slot);
            }
        }
        return rest;
    }

    /// Number of fillings of the slots that the texts name (names that are no slots count as given), at most
    /// {@link #MOST}.
    public long count(List<Template> texts) {
        return fillings(texts).count();
    }

    /// The filling with a number: a value for every slot that the texts name, themselves filled.
    ///
    /// @param number in [0, count)
    public Map<String, String> filling(List<Template> texts, long number) {
        return fillings(texts).at(number);
    }

    /// The fillings of texts that are filled together, for one who asks for many of them.
    Fillings fillings(List<Template> texts) {
        return new Fillings(node(pending(texts), Set.of()));
    }

    /// Numbered fillings; safe for use by many threads.
    static final class Fillings {
        private final Node root;

        private Fillings(Node root) {
            this.root = root;
        }

        long count() {
            return root.count;
        }

        Map<String, String> at(long number) {
            if (number < 0 || number >= root.count) {
                throw new IllegalArgumentException("No filling has the number " + number);
            }
            return number == 0 && root.next.length == 0 ? Map.of() : walk(root, number);
        }
    }

    private static Map<String, String> walk(Node root, long number) {
        Map<String, Template> chosen = new LinkedHashMap<>();
        Node node = root;
        long left = number;
        while (node.next.length > 0) {
            int at = Arrays.binarySearch(node.upTo, left + 1);
            int choice = at < 0 ? -at - 1 : at;
            while (choice > 0 && node.upTo[choice - 1] == node.upTo[choice]) {
                choice--;
            }
            chosen.put(node.slot, node.texts.get(choice));
            left -= choice == 0 ? 0 : node.upTo[choice - 1];
            node = node.next[choice];
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
