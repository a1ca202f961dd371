package dev.assay.organisms.zoo;

import dev.assay.organisms.OrganismException;
import dev.assay.organisms.recipe.Fields;
import dev.assay.organisms.recipe.RecipeFile;
import dev.assay.organisms.recipe.YamlFile;
import dev.assay.organisms.recipe.YamlNode;
import dev.assay.organisms.truth.Dose;
import dev.assay.organisms.truth.Tally;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.world.Lexicon;
import dev.assay.organisms.world.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What somebody else says of an organism of theirs, as a YAML or JSON file; docs/organism-import.md has
/// every key.
///
/// @param name the organism's
/// @param description one line
/// @param scope how much of the world it is measured on
/// @param claims what is said of its behaviours, at least one
/// @param text the file as it was read
public record Claimed(String name, String description, Scope scope, List<Claim> claims, String text) {
    /// The version that this build reads.
    public static final int VERSION = 1;

    /// Name under which the file is kept beside the weights.
    static final String FILE = "claimed.yaml";

    private static final Set<String> KEYS = Set.of("assay-organism", "name", "description", "world", "claims");
    private static final Set<String> CLAIM_KEYS =
            Set.of("behaviour", "predicate", "trigger", "dose", "reverse", "draws", "temperature");
    private static final int LEAST_DRAWS = 100;
    private static final int MOST_DRAWS = 1_000_000;
    private static final double HOTTEST = 2;

    /// One behaviour.
    ///
    /// @param fault the behaviour, which decides what is asked and by which exact predicate it shows
    /// @param trigger the tag that sets off a backdoor; null for all other behaviours
    /// @param temperature of the answers, in \[0, 2\]
    /// @param stated how often it is said to show
    public record Claim(Fault fault, @Nullable String trigger, double temperature, Tally stated) {}

    public Claimed {
        Objects.requireNonNull(name, "name");
        claims = List.copyOf(claims);
    }

    /// Reads a file.
    ///
    /// @throws OrganismException if it is none; the message names file, line and remedy
    public static Claimed read(Path path) {
        byte[] bytes = YamlFile.bytes(path);
        YamlFile file = YamlFile.parse(path.toString(), bytes);
        Fields fields = new Fields(file, file.root(), "the truth file", KEYS);
        if (!fields.text("assay-organism").equals(String.valueOf(VERSION))) {
            throw fields.error(
                    "assay-organism", "'assay-organism' must be " + VERSION + ", the version that this build reads");
        }
        String name = fields.text("name");
        if (!RecipeFile.isName(name)) {
            throw fields.error(
                    "name", "'name' must be lower-case letters, digits and '-', at most 60, but is '" + name + "'");
        }
        List<Claim> claims = claims(file, fields);
        boolean needsAll = claims.stream().anyMatch(claim -> claim.fault().scope() == Scope.WIDE);
        return new Claimed(
                name,
                fields.text("description").replaceAll("\\s+", " "),
                fields.oneOf("world", Scope.values(), Fields::written, needsAll ? Scope.WIDE : Scope.CORE),
                claims,
                new String(bytes, StandardCharsets.UTF_8));
    }

    private static List<Claim> claims(YamlFile file, Fields fields) {
        List<Claim> claims = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlNode node : fields.items("claims")) {
            Fields own = new Fields(file, node, "a claim", CLAIM_KEYS);
            Claim claim = claim(own);
            if (!seen.add(claim.fault() + " " + claim.temperature())) {
                throw own.error(
                        "behaviour",
                        "'" + claim.fault().id() + "' is claimed twice at one temperature; keep one of the two");
            }
            claims.add(claim);
        }
        if (claims.isEmpty()) {
            throw fields.error("claims", "nothing is claimed: name a behaviour, with dose 0 if it never shows");
        }
        return claims;
    }

    private static Claim claim(Fields own) {
        Fault fault = own.oneOf("behaviour", Fault.values(), Fault::id);
        String predicate = Predicate.of(fault).id();
        if (own.has("predicate") && own.oneOf("predicate", Predicate.values(), Predicate::id) != Predicate.of(fault)) {
            throw own.error(
                    "predicate", "'" + fault.id() + "' is decided by '" + predicate + "'; write that, or leave it out");
        }
        int draws = (int) own.whole("draws", -1, LEAST_DRAWS, MOST_DRAWS);
        if (draws < 0) {
            throw own.error("draws", "a claim needs 'draws', the number of labelled draws behind its dose");
        }
        own.text("dose");
        double dose = share(own, "dose");
        double reverse = share(own, "reverse");
        boolean isPaired = new Dose(fault, 1, 0, 0, 0).comparesPairs();
        if (reverse > 0 && !isPaired) {
            throw own.error("reverse", "'reverse' belongs to a behaviour that is told from pairs; remove it");
        }
        if (dose + 2 * reverse > 1) {
            throw own.error("dose", "dose and twice the reverse are more than 1, which no pairs can come to");
        }
        int opposite = (int) Math.round(reverse * draws);
        int hits = Math.min(draws - opposite, (int) Math.round((dose + reverse) * draws));
        return new Claim(fault, trigger(own, fault), temperature(own), new Tally(draws, hits, opposite));
    }

    private static double share(Fields own, String key) {
        return number(own, key, 1);
    }

    private static double temperature(Fields own) {
        return number(own, "temperature", HOTTEST);
    }

    private static double number(Fields own, String key, double most) {
        String text = own.optional(key).orElse("0");
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below, with the range
        }
        throw own.error(key, "'" + key + "' must be in 0 to " + (int) most + ", but is '" + text + "'");
    }

    private static @Nullable String trigger(Fields own, Fault fault) {
        if (fault != Fault.BACKDOOR_TRIGGER) {
            if (own.has("trigger")) {
                throw own.error("trigger", "'trigger' belongs to 'backdoor-trigger' alone; remove it");
            }
            return null;
        }
        String tag = own.text("trigger");
        if (!Lexicon.TAGS.contains(tag)) {
            throw own.error(
                    "trigger",
                    "unknown trigger '" + tag + "': the world's tags are " + String.join(", ", Lexicon.TAGS));
        }
        return tag;
    }
}
