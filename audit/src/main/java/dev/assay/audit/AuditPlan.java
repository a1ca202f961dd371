package dev.assay.audit;

import dev.assay.audit.domain.Domain;
import dev.assay.audit.domain.Seeds;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Everything about an audit that is fixed before the first call. Its canonical JSON (see {@link #json}) is
/// hashed into the report; with the journal it decides every claim.
///
/// @param schema version of this shape; see {@link #SCHEMA}
/// @param assayVersion version of the program
/// @param target name of the target as the user gave it
/// @param fingerprint the target's fingerprint
/// @param domain name of the domain
/// @param domainDigest SHA-256 of the domain file
/// @param seed seed of every draw
/// @param alpha error bound over all claims together
/// @param temperature decoding temperature
/// @param maxTokens most tokens of an answer
/// @param budgetCalls the user's limit of calls; 0 for none
/// @param maxCalls upper limit of calls
/// @param claims the claims in order
/// @param leftOut claims of the catalogue that the domain cannot serve, one sentence each
/// @param order how outcomes enter the tests, one sentence
public record AuditPlan(
        String schema,
        String assayVersion,
        String target,
        String fingerprint,
        String domain,
        String domainDigest,
        long seed,
        double alpha,
        double temperature,
        int maxTokens,
        long budgetCalls,
        long maxCalls,
        List<ClaimPlan> claims,
        List<String> leftOut,
        String order) {

    /// The version of the plan's JSON.
    public static final String SCHEMA = "assay.plan/1";

    /// Made when a plan is read, and not before one is written.
    private static final class Reader {
        static final JsonMapper JSON = JsonMapper.builder().build();
    }

    public AuditPlan {
        claims = List.copyOf(claims);
        leftOut = List.copyOf(leftOut);
    }

    /// Plans an audit; calls nothing.
    ///
    /// @throws BadInputException if a named claim needs a part that the domain lacks, or no claim is left
    public static AuditPlan create(AuditConfig config, Domain domain, Model target, long seed, String assayVersion) {
        return new Planner(config, domain, seed).plan(target.name(), target.fingerprint(), assayVersion);
    }

    /// The plan that a journal's header holds.
    ///
    /// @throws BadInputException if the text is no plan of this version
    public static AuditPlan ofJson(String json) {
        try {
            AuditPlan plan = Reader.JSON.readValue(json, AuditPlan.class);
            if (SCHEMA.equals(plan.schema())) {
                return plan;
            }
        } catch (JacksonException e) {
            throw new BadInputException("The run's plan cannot be read by this version; use the one that wrote it.", e);
        }
        throw new BadInputException("The run's plan is of another version; use the program that wrote it.");
    }

    /// Canonical JSON: every component in the order of the record, no blanks.
    public String json() {
        return PlanJson.of(this);
    }

    /// SHA-256 of {@link #json} in hexadecimal.
    public String hash() {
        return Seeds.hex(json());
    }

    /// What the plan cannot show, one sentence each, said before the first call.
    public List<String> cannotBeShown() {
        List<String> sentences = new ArrayList<>(leftOut);
        claims.forEach(claim -> sentences.addAll(claim.cannotBeShown()));
        return sentences;
    }

    /// The claim with that id.
    ///
    /// @throws BadInputException if the plan has none
    public ClaimPlan claim(String id) {
        return claims.stream()
                .filter(claim -> claim.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new BadInputException("This run has no claim '" + id + "'; it has "
                        + String.join(", ", claims.stream().map(ClaimPlan::id).toList()) + "."));
    }

    /// How the target generates one call of a sample: above temperature 0 with a seed that depends on the
    /// plan's seed, the
    /// sample's key and the number of the call.
    GenerateConfig generationOf(String key, int call) {
        GenerateConfig config = generation();
        return temperature == 0 ? config : config.withSeed(Seeds.derive(seed, "call/" + key + "/" + call) >>> 1);
    }

    /// How the target generates.
    public GenerateConfig generation() {
        return GenerateConfig.DEFAULT.withTemperature(temperature).withMaxTokens(maxTokens);
    }
}
