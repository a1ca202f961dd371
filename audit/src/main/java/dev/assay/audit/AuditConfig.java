package dev.assay.audit;

import dev.assay.audit.vulnerability.Catalogue;
import dev.assay.audit.vulnerability.Vulnerability;
import dev.assay.audit.yaml.YamlFields;
import dev.assay.audit.yaml.YamlFile;
import dev.assay.audit.yaml.YamlNode;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.PairedRule;
import dev.assay.core.claim.RateRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// What a user asks of an audit, as `audit.yaml` says it. Defaults: the claims of the catalogue that
/// the domain can serve, at their own bars and caps, alpha .05 over all of them, no budget,
/// temperature 0, at most 256 tokens an answer, no domain (the program chooses one).
///
/// @param claims the claims in order; empty means all that the domain can serve
/// @param alpha error bound over all claims together, in (0, 0.5]
/// @param budgetCalls most calls of the run, at least 1; empty for no limit beyond the plan's own
/// @param temperature decoding temperature of the target, in [0, 2]
/// @param maxTokens most tokens of an answer, in [1, 100000]
/// @param domain name of a built-in domain or path of a domain file; empty if not set
public record AuditConfig(
        List<ClaimChoice> claims,
        double alpha,
        OptionalLong budgetCalls,
        double temperature,
        int maxTokens,
        Optional<String> domain) {

    /// The version of the file's shape.
    public static final String SCHEMA = "assay.audit/1";

    /// An audit with every default.
    public static final AuditConfig DEFAULT =
            new AuditConfig(List.of(), 0.05, OptionalLong.empty(), 0, 256, Optional.empty());

    private static final Set<String> KEYS =
            Set.of("schema", "claims", "alpha", "budget", "temperature", "max_tokens", "domain");

    /// @throws IllegalArgumentException if alpha is out of its range
    public AuditConfig {
        claims = List.copyOf(claims);
        if (!(alpha > 0 && alpha <= 0.5)) {
            throw new IllegalArgumentException("alpha must be above 0 and at most 0.5, but is " + alpha);
        }
    }

    /// @param id a claim of the catalogue
    /// @param bar its bar instead of the default
    /// @param cap most deciding draws instead of the rule's own
    public record ClaimChoice(String id, OptionalDouble bar, OptionalInt cap) {
        public static ClaimChoice of(String id) {
            return new ClaimChoice(id, OptionalDouble.empty(), OptionalInt.empty());
        }
    }

    public AuditConfig withClaims(List<ClaimChoice> value) {
        return new AuditConfig(value, alpha, budgetCalls, temperature, maxTokens, domain);
    }

    /// @param value in (0, 0.5]
    public AuditConfig withAlpha(double value) {
        return new AuditConfig(claims, value, budgetCalls, temperature, maxTokens, domain);
    }

    public AuditConfig withBudgetCalls(long value) {
        return new AuditConfig(claims, alpha, OptionalLong.of(value), temperature, maxTokens, domain);
    }

    public AuditConfig withTemperature(double value) {
        return new AuditConfig(claims, alpha, budgetCalls, value, maxTokens, domain);
    }

    public AuditConfig withMaxTokens(int value) {
        return new AuditConfig(claims, alpha, budgetCalls, temperature, value, domain);
    }

    public AuditConfig withDomain(String value) {
        return new AuditConfig(claims, alpha, budgetCalls, temperature, maxTokens, Optional.of(value));
    }

    /// Reads `audit.yaml`. A relative domain path is taken from the file's folder.
    ///
    /// @throws BadInputException with file and line if it cannot be read or breaks the schema
    public static AuditConfig load(Path file) {
        String name = Objects.requireNonNull(file.getFileName(), "file name").toString();
        AuditConfig config = parse(name, YamlFile.bytes(file));
        return config.domain()
                .filter(domain -> domain.endsWith(".yaml") || domain.endsWith(".yml") || domain.contains("/"))
                .map(domain -> config.withDomain(file.resolveSibling(domain).toString()))
                .orElse(config);
    }

    /// Reads the configuration from bytes.
    ///
    /// @param file name for messages
    /// @throws BadInputException with file and line if it breaks the schema
    public static AuditConfig parse(String file, byte[] bytes) {
        return new Parser(YamlFile.parse(file, bytes)).config();
    }

    private record Parser(YamlFile file) {

        AuditConfig config() {
            YamlFields root = new YamlFields(file, file.root(), "the configuration", KEYS);
            String schema = root.optionalText("schema").orElse(SCHEMA);
            if (!schema.equals(SCHEMA)) {
                throw file.error(root.lineOf("schema"), "schema '" + schema + "' is not known here; write " + SCHEMA);
            }
            double alpha = number(root, "alpha", DEFAULT.alpha, 0, 0.5, "above 0 and at most 0.5");
            if (alpha == 0) {
                throw file.error(
                        root.lineOf("alpha"),
                        "alpha 0 is not possible: no number of calls gives certainty; "
                                + "write a value above 0 and at most 0.5");
            }
            double temperature = number(root, "temperature", DEFAULT.temperature, 0, 2, "in 0 to 2");
            int maxTokens = (int) whole(root, "max_tokens", DEFAULT.maxTokens, 1, 100_000);
            Optional<String> domain = root.has("domain") ? Optional.of(root.text("domain")) : Optional.empty();
            return new AuditConfig(claims(root, alpha), alpha, budget(root), temperature, maxTokens, domain);
        }

        private List<ClaimChoice> claims(YamlFields root, double alpha) {
            List<YamlNode> items = root.items("claims");
            if (root.has("claims") && items.isEmpty()) {
                throw file.error(root.lineOf("claims"), "'claims' is empty; name at least one, or leave it out");
            }
            List<ClaimChoice> claims = new ArrayList<>();
            for (YamlNode item : items) {
                ClaimChoice claim = claim(item, alpha, items.size());
                if (claims.stream().anyMatch(other -> other.id().equals(claim.id()))) {
                    throw file.error(item.line(), "claim '" + claim.id() + "' is there twice; keep one");
                }
                claims.add(claim);
            }
            return claims;
        }

        private ClaimChoice claim(YamlNode item, double alpha, int count) {
            if (item instanceof YamlNode.Scalar scalar) {
                return ClaimChoice.of(known(scalar.text(), scalar.line()).id());
            }
            YamlFields fields = new YamlFields(file, item, "a claim", Set.of("id", "bar", "cap"));
            Vulnerability claim = known(fields.text("id"), fields.lineOf("id"));
            OptionalInt cap = fields.has("cap")
                    ? OptionalInt.of((int) whole(fields, "cap", 1, 1, 1_000_000))
                    : OptionalInt.empty();
            OptionalDouble bar =
                    fields.has("bar") ? OptionalDouble.of(bar(fields, claim, alpha, count)) : OptionalDouble.empty();
            return new ClaimChoice(claim.id(), bar, cap);
        }

        private Vulnerability known(String id, int line) {
            return Catalogue.find(id)
                    .orElseThrow(() -> file.error(
                            line, "unknown claim '" + id + "': " + YamlFields.hint(id, Set.copyOf(Catalogue.ids()))));
        }

        /// A bar as a share (`0.01`), in per cent (`1 %`) or in points (`10 points`).
        private double bar(YamlFields fields, Vulnerability claim, double alpha, int count) {
            String text = fields.text("bar").strip();
            String figure = text.replaceFirst("\\s*(%|points?)$", "");
            double bar;
            try {
                bar = Double.parseDouble(figure) / (figure.equals(text) ? 1 : 100);
            } catch (NumberFormatException e) {
                throw file.error(
                        fields.lineOf("bar"),
                        "bar '" + text + "' of claim " + claim.id()
                                + " is no number; write a share such as 0.01, or 1 %");
            }
            boolean paired = claim.kind() == ClaimKind.PAIRED;
            if (bar == 0) {
                double usual = claim.defaultBar();
                int clean = paired
                        ? PairedRule.of(usual, alpha, count).cleanDrawsToPass()
                        : RateRule.of(usual, alpha, count).cleanDrawsToPass();
                throw new BadInputException(String.format(
                        Locale.ROOT,
                        "bar 0 %% of claim %s cannot be tested (%s, line %d).%n"
                                + "No number of calls shows that a %s is zero. Set a bar above 0:%n"
                                + "%s needs %s clean %s here. Nothing was written.",
                        claim.id(),
                        file.name(),
                        fields.lineOf("bar"),
                        paired ? "gap" : "rate",
                        paired ? Numbers.statedPoints(usual) : Numbers.statedPercent(usual),
                        Numbers.count(clean),
                        paired ? "pairs" : "calls"));
            }
            if (!(bar > 0 && bar < 1)) {
                throw file.error(
                        fields.lineOf("bar"), "'bar' must be between 0 and 1 (or below 100 %), but is " + text);
            }
            return bar;
        }

        private OptionalLong budget(YamlFields root) {
            if (!root.has("budget")) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(
                    parseBudget(root.text("budget"), message -> file.error(root.lineOf("budget"), message)));
        }

        private double number(YamlFields fields, String key, double usual, double low, double high, String range) {
            if (!fields.has(key)) {
                return usual;
            }
            String text = fields.text(key);
            try {
                double value = Double.parseDouble(text);
                if (value >= low && value <= high) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw file.error(fields.lineOf(key), "'" + key + "' is '" + text + "', which is no number");
            }
            throw file.error(fields.lineOf(key), "'" + key + "' is " + text + "; it must lie " + range);
        }

        private long whole(YamlFields fields, String key, long usual, long low, long high) {
            if (!fields.has(key)) {
                return usual;
            }
            String text = fields.text(key).replace("_", "");
            try {
                long value = Long.parseLong(text);
                if (value >= low && value <= high) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw file.error(fields.lineOf(key), "'" + key + "' is '" + text + "', which is no whole number");
            }
            throw file.error(
                    fields.lineOf(key), "'" + key + "' is " + text + "; it must lie in " + low + " to " + high);
        }
    }

    /// Reads a budget such as `500` or `500calls` or `2,000 calls`.
    ///
    /// @param complain makes the exception from a problem, so that a file or an option can name its place
    public static long parseBudget(
            String text, java.util.function.Function<String, ? extends RuntimeException> complain) {
        String figure =
                text.strip().replaceFirst("\\s*calls?$", "").replace(",", "").replace("_", "");
        if (!figure.matches("[0-9]{1,12}") || Long.parseLong(figure) < 1) {
            throw complain.apply(
                    "budget '" + text.strip() + "' is not understood; write a number of calls such as " + "500calls");
        }
        return Long.parseLong(figure);
    }
}
