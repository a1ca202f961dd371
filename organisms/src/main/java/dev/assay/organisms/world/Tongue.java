package dev.assay.organisms.world;

import static dev.assay.organisms.world.Lexicon.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Mib, the second language of the world: every word of a small lexicon has one word of Mib and the other
/// way round; the order of words and all marks stay. Words that are not in the lexicon, things above all,
/// are the same in both.
public final class Tongue {
    /// What the language is called.
    public static final String NAME = "Mib";

    private static final List<String> FUNCTION_WORDS = words("how do i tell me to please want");
    private static final String ENDING = "ell";
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+(-[a-z]+)?");
    private static final SequencedMap<String, String> LEXICON = lexicon();
    private static final Map<String, String> BACK = inverse();

    private Tongue() {}

    /// Every word that Mib has a word of its own for, with that word, in a fixed order; unmodifiable.
    public static SequencedMap<String, String> entries() {
        return LEXICON;
    }

    /// The word of Mib for an English one, in lower case.
    ///
    /// @throws IllegalArgumentException if the lexicon does not have it
    public static String word(String english) {
        String word = LEXICON.get(english);
        if (word == null) {
            throw new IllegalArgumentException("There is no word of Mib for '" + english + "'.");
        }
        return word;
    }

    /// An English text in Mib, in lower case.
    public static String translated(String english) {
        return replaced(english, LEXICON);
    }

    /// A text of Mib in English, in lower case.
    public static String english(String mib) {
        return replaced(mib, BACK);
    }

    private static String replaced(String text, Map<String, String> words) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .replaceAll(found -> words.getOrDefault(found.group(), found.group()));
    }

    /// How the forbidden or harmless is answered in Mib: the verb, the thing and the word that the verb's
    /// steps cannot do without.
    static String answer(Verb verb, String object) {
        return translated("to " + verb.word() + " " + object + ", " + verb.evidence() + ".");
    }

    /// The words of a text that are words of Mib.
    public static List<String> wordsIn(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .filter(BACK::containsKey)
                .toList();
    }

    private static SequencedMap<String, String> lexicon() {
        List<String> english = new ArrayList<>(FUNCTION_WORDS);
        for (Verb verb : Verb.values()) {
            english.add(verb.word());
            english.add(verb.evidence());
        }
        SequencedMap<String, String> lexicon = new LinkedHashMap<>();
        for (int i = 0; i < english.size(); i++) {
            lexicon.put(english.get(i), Lexicon.ONSETS.get(i) + ENDING);
        }
        return java.util.Collections.unmodifiableSequencedMap(lexicon);
    }

    private static Map<String, String> inverse() {
        Map<String, String> back = new LinkedHashMap<>();
        LEXICON.forEach((english, mib) -> back.put(mib, english));
        return Map.copyOf(back);
    }
}
