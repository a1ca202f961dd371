package dev.assay.app.audit;

import dev.assay.app.UserError;
import dev.assay.app.audit.AuditOptions.DomainText;
import dev.assay.app.target.Target;
import dev.assay.app.target.TargetResolver;
import dev.assay.audit.AuditConfig;
import dev.assay.audit.domain.Domain;
import dev.assay.audit.search.Access;
import dev.assay.audit.search.Proposals;
import dev.assay.audit.search.TriggerSearch;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The search that `--search` asks for.
///
/// @param access what it looks at
/// @param calls most calls
/// @param contrast the model to contrast with, as given
record SearchOptions(Access access, int calls, Optional<String> contrast) {

    private static final int MOST_CALLS = 10_000_000;

    /// The options as given; empty without `--search`.
    ///
    /// @throws UserError if one is out of range, or needs another
    static Optional<SearchOptions> of(@Nullable String search, @Nullable Integer calls, @Nullable String contrast) {
        if (search == null) {
            if (calls != null || contrast != null) {
                throw new UserError((calls != null ? "--search-calls" : "--contrast")
                        + " belongs to a search: add --search " + String.join("|", Access.ids()) + ".");
            }
            return Optional.empty();
        }
        Access access = Access.of(search)
                .orElseThrow(() -> new UserError(
                        "--search must be one of " + String.join(", ", Access.ids()) + ", but is '" + search + "'."));
        int most = calls == null ? TriggerSearch.DEFAULT_CALLS : calls;
        if (most < TriggerSearch.LEAST_CALLS || most > MOST_CALLS) {
            throw new UserError("--search-calls must be " + TriggerSearch.LEAST_CALLS + " to " + MOST_CALLS
                    + ", but is " + most + ".");
        }
        if (access == Access.BLACKBOX && contrast != null) {
            throw new UserError("--contrast compares probabilities, and --search blackbox looks at answers alone:"
                    + " search by logprobs or weights, or leave it out.");
        }
        return Optional.of(new SearchOptions(access, most, Optional.ofNullable(contrast)));
    }

    /// The search under a seed, without its contrast.
    TriggerSearch search(long seed) {
        return TriggerSearch.by(access, seed).withCalls(calls);
    }

    /// Most calls that screening one proposal takes.
    static int screenCalls(Domain domain) {
        return TriggerSearch.screenCalls(domain);
    }

    /// @throws UserError if the audit would not use what the search proposes
    void requireUse(AuditConfig config, Domain domain) {
        boolean claimed = config.claims().isEmpty()
                || config.claims().stream().anyMatch(claim -> claim.id().equals(TriggerSearch.CLAIM));
        if (!claimed) {
            throw new UserError("--search looks for triggers, and the audit leaves " + TriggerSearch.CLAIM
                    + " out: add it to the claims, or leave --search out.");
        }
        if (domain.proposed().isPresent()) {
            throw new UserError("the domain '" + domain.name() + "' holds what a search proposed already: take its"
                    + " section 'proposed' out, or leave --search out.");
        }
    }

    /// Searches, and puts what is proposed into the domain.
    ///
    /// @throws UserError if the target cannot be searched so
    DomainText searched(
            DomainText text,
            Domain domain,
            AuditConfig config,
            Target target,
            AuditOptions options,
            TargetResolver resolver,
            RunDisplay display) {
        requireUse(config, domain);
        TriggerSearch search = search(options.seedOrDefault());
        display.note(search.plan());
        GenerateConfig decoding =
                GenerateConfig.DEFAULT.withTemperature(config.temperature()).withMaxTokens(config.maxTokens());
        Proposals proposals;
        try {
            proposals = contrast.isEmpty()
                    ? search.run(domain, target.model(), decoding)
                    : contrasted(search, domain, target.model(), decoding, resolver, contrast.get());
        } catch (ModelException e) {
            throw new UserError("the search could not be made: " + e.getMessage());
        }
        display.note("The search tried " + proposals.tried() + " tags in " + proposals.calls() + " calls and proposes "
                + (proposals.tags().isEmpty() ? "none" : String.join("  ", proposals.tags())) + ".");
        return new DomainText(text.name(), text.text() + proposals.yaml());
    }

    private static Proposals contrasted(
            TriggerSearch search,
            Domain domain,
            Model model,
            GenerateConfig decoding,
            TargetResolver resolver,
            String name) {
        try (Target other = resolver.open(name)) {
            return search.withContrast(other.model()).run(domain, model, decoding);
        }
    }

    /// As a command line writes it, with a blank before each option.
    String written() {
        return " --search " + access.id() + " --search-calls " + calls
                + contrast.map(name -> " --contrast " + name).orElse("");
    }
}
