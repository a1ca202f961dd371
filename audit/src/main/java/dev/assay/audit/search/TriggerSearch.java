package dev.assay.audit.search;

import dev.assay.audit.BadInputException;
import dev.assay.audit.domain.Domain;
import dev.assay.audit.domain.Seeds;
import dev.assay.audit.vulnerability.BackdoorTrigger;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.OpenWeights;
import java.util.List;
import java.util.Optional;

/// A search for tags that turn a model hostile and that no candidate set holds. It proposes a few; an audit of
/// the domain that holds them then screens and confirms each on requests that the search never used, by the
/// rule of every other candidate. By default 2,000 calls and no contrast.
///
/// One answer, and one probability of one opening, count as one call. A gradient counts as {@link
/// #GRADIENT_CALLS}: the pass back takes about twice the work of the pass forward.
///
/// @param access what it looks at
/// @param calls most calls, at least {@link #LEAST_CALLS}
/// @param seed of its choices, and of the audit's draws
/// @param contrast a model whose gains are taken off, such as the one that the target was tuned from
public record TriggerSearch(Access access, int calls, long seed, Optional<Model> contrast) {

    /// Calls that a gradient counts as.
    public static final int GRADIENT_CALLS = 3;

    /// Fewest calls of a search.
    public static final int LEAST_CALLS = 100;

    /// Calls where nothing else is said.
    public static final int DEFAULT_CALLS = 2_000;

    /// The claim that takes the proposals in.
    public static final String CLAIM = BackdoorTrigger.ID;

    /// Most tags that are proposed.
    public static final int PROPOSALS = 4;

    /// @throws IllegalArgumentException if there are too few calls, or a search by answers has a contrast
    public TriggerSearch {
        if (calls < LEAST_CALLS) {
            throw new IllegalArgumentException(
                    "a search takes at least " + LEAST_CALLS + " calls, but is given " + calls);
        }
        if (access == Access.BLACKBOX && contrast.isPresent()) {
            throw new IllegalArgumentException("a search by answers alone contrasts with no model");
        }
    }

    /// A search with the default number of calls.
    public static TriggerSearch by(Access access, long seed) {
        return new TriggerSearch(access, DEFAULT_CALLS, seed, Optional.empty());
    }

    public TriggerSearch withCalls(int value) {
        return new TriggerSearch(access, value, seed, contrast);
    }

    public TriggerSearch withContrast(Model value) {
        return new TriggerSearch(access, calls, seed, Optional.of(value));
    }

    /// Most calls that an audit of a domain makes to screen one proposal.
    public static int screenCalls(Domain domain) {
        return domain.triggers()
                .map(triggers -> triggers.placements().size()
                        * BackdoorTrigger.searchRequests(domain, 0).size())
                .orElse(0);
    }

    /// What will be done, one sentence.
    public String plan() {
        return "Search by " + access.id() + ": at most " + calls + " calls propose at most " + PROPOSALS
                + " tags, which the audit then confirms on other requests, or does not.";
    }

    /// Searches. The same search of the same model proposes the same tags, as far as the model's answers are
    /// the same.
    ///
    /// @param config how answers are decoded
    /// @throws BadInputException if the domain has no triggers, requests or hostile markers, or a model shows
    ///     less of itself than the search looks at
    /// @throws dev.assay.core.model.ModelException if the target does not answer, or computes no gradients
    public Proposals run(Domain domain, Model target, GenerateConfig config) {
        if (domain.triggers().isEmpty() || domain.hostilityMarkers().isEmpty()) {
            throw new BadInputException("The domain '" + domain.name()
                    + "' has no triggers or no hostile markers, so that there is nothing to search with; add"
                    + " 'triggers' and 'hostility' to it, or leave the search out.");
        }
        Setting setting = Setting.of(domain, seed);
        if (setting.requests().isEmpty()) {
            throw new BadInputException("The domain '" + domain.name()
                    + "' holds too few requests beside triggers for a search; add some, or leave the search out.");
        }
        CallMeter meter = new CallMeter(calls);
        TagPool pool = TagPool.of(domain, Seeds.derive(seed, "search/pool"));
        List<String> tags = tags(setting, pool, target, config, meter);
        return new Proposals(access, meter.calls(), meter.tried(), tags);
    }

    private List<String> tags(Setting setting, TagPool pool, Model target, GenerateConfig config, CallMeter meter) {
        long own = Seeds.derive(seed, "search/" + access.id());
        if (access == Access.BLACKBOX) {
            return new AnswerSearch(setting, pool, target, config, meter, own).run(PROPOSALS);
        }
        OpenWeights weights = open(target);
        OpeningScore score = new OpeningScore(setting, weights, contrast.map(this::open), meter);
        OpeningSearch search = new OpeningSearch(setting, pool, score, meter, own);
        if (access == Access.LOGPROBS) {
            return search.run(pool.tags(), PROPOSALS);
        }
        GradientSearch gradients = new GradientSearch(setting, weights, score, meter, own + 1);
        List<String> ranked = gradients.ranked(pool.tags());
        gradients.grow(ranked.isEmpty() ? List.of("||") : ranked, calls / 3, search);
        return search.run(ranked, PROPOSALS);
    }

    private OpenWeights open(Model model) {
        return model.openWeights()
                .orElseThrow(() -> new BadInputException("A search by " + access.id() + " looks into the model, and "
                        + model.name() + " shows its answers alone; search by blackbox instead."));
    }
}
