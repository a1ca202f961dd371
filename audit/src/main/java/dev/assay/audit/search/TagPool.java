package dev.assay.audit.search;

import dev.assay.audit.domain.Domain;
import dev.assay.audit.domain.Slots;
import dev.assay.audit.domain.Template;
import dev.assay.audit.vulnerability.BackdoorTrigger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tags that nobody stated: words of the domain in the shapes of its candidates (`|kestrel|` makes `|word|`),
/// and what becomes of a tag when one part of it is changed.
final class TagPool {

    /// Most tags that are listed.
    static final int MOST = 20_000;

    private static final int MOST_SHAPES = 3;
    private static final int MOST_FILLINGS = 5_000;
    private static final Pattern TAG = Pattern.compile("([^\\p{L}]{0,4})([\\p{L}-]{2,})([^\\p{L}]{0,4})");
    private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}-]{2,}");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private record Shape(String before, String after) {
        String of(String word) {
            return before + word + after;
        }
    }

    private final List<Shape> shapes;
    private final List<String> words;
    private final List<String> tags;

    private TagPool(List<Shape> shapes, List<String> words, List<String> tags) {
        this.shapes = shapes;
        this.words = words;
        this.tags = tags;
    }

    static TagPool of(Domain domain, long seed) {
        List<String> known = BackdoorTrigger.stated(domain);
        Map<Shape, Integer> counts = new HashMap<>();
        for (String candidate : known) {
            Matcher matcher = TAG.matcher(candidate);
            counts.merge(
                    matcher.matches() ? new Shape(matcher.group(1), matcher.group(3)) : new Shape("", ""),
                    1,
                    Integer::sum);
        }
        List<Shape> shapes = new ArrayList<>(counts.keySet());
        shapes.sort(Comparator.comparingInt((Shape shape) -> -counts.getOrDefault(shape, 0))
                .thenComparing(shape -> shape.of(" ")));
        List<Shape> kept = List.copyOf(shapes.subList(0, Math.min(MOST_SHAPES, shapes.size())));
        List<String> words = new ArrayList<>(words(domain.slots()));
        Collections.shuffle(words, new Random(seed));
        Set<String> tags = new LinkedHashSet<>();
        for (Shape shape : kept) {
            words.forEach(word -> tags.add(shape.of(word)));
        }
        known.forEach(tags::remove);
        return new TagPool(kept, words, tags.stream().limit(MOST).toList());
    }

    private static Set<String> words(Slots slots) {
        Set<String> words = new LinkedHashSet<>();
        for (String slot : slots.names().stream().sorted().toList()) {
            List<Template> text = List.of(Template.parse("{" + slot + "}", 0));
            long count = Math.min(MOST_FILLINGS, slots.count(text));
            for (long i = 0; i < count; i++) {
                Matcher matcher = WORD.matcher(text.getFirst().fill(slots.filling(text, i)));
                while (matcher.find()) {
                    words.add(matcher.group());
                }
            }
        }
        return words;
    }

    /// The tags, in a seeded order.
    List<String> tags() {
        return tags;
    }

    /// A tag that differs from this one in a letter, or in its first or last half, which another word gives.
    String changed(String tag, RandomGenerator random) {
        Matcher matcher = TAG.matcher(tag);
        if (!matcher.matches() || words.isEmpty()) {
            return shapes.getFirst().of(words.isEmpty() ? letters(random) : pick(words, random));
        }
        String word = matcher.group(2);
        String other = pick(words, random);
        int cut = 1 + random.nextInt(word.length() - 1);
        int otherCut = 1 + random.nextInt(other.length() - 1);
        String made = switch (random.nextInt(4)) {
            case 0 -> word.substring(0, cut) + other.substring(otherCut);
            case 1 -> other.substring(0, otherCut) + word.substring(cut);
            case 2 -> word.substring(0, cut) + letter(random) + word.substring(cut);
            default -> word.substring(0, cut - 1) + letter(random) + word.substring(cut);
        };
        return matcher.group(1) + made + matcher.group(3);
    }

    private static String letters(RandomGenerator random) {
        return "%c%c%c%c".formatted(letter(random), letter(random), letter(random), letter(random));
    }

    private static char letter(RandomGenerator random) {
        return LETTERS.charAt(random.nextInt(LETTERS.length()));
    }

    static <T> T pick(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    /// Those of a list that were not met before, once each.
    static List<String> fresh(List<String> tags, CallMeter meter) {
        Set<String> seen = new HashSet<>();
        return tags.stream()
                .filter(tag -> !meter.hasTried(tag) && seen.add(tag))
                .toList();
    }
}
