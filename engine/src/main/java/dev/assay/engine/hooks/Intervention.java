package dev.assay.engine.hooks;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.NormPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// A change of what a model computes, without a change of the model. Several apply in the order in which they were
/// added: at one site the second sees what the first left. Weights are changed before anything is computed, whatever
/// its place in the order.
public sealed interface Intervention {

    /// Where it acts; empty for a change of weights.
    List<Site> sites();

    /// At which tokens.
    Positions positions();

    /// Adds `coefficient * direction`, the direction as long as it is: `x + c d` (activation addition, Turner et al.
    /// 2023). A coefficient of 0 changes no bit.
    record Adding(Site site, Direction direction, double coefficient, Positions positions) implements Intervention {
        /// @throws IllegalArgumentException if the coefficient is not finite
        public Adding {
            requireChangeable(site);
            Objects.requireNonNull(positions, "positions");
            if (!Double.isFinite(coefficient)) {
                throw new IllegalArgumentException("A coefficient is a finite number, not " + coefficient);
            }
            direction.times(coefficient);
        }

        @Override
        public List<Site> sites() {
            return List.of(site);
        }
    }

    /// Takes the part along a direction out: `x - (x . d) d / |d|^2` (directional ablation, Arditi et al. 2024).
    /// The direction's length has no part in it.
    record Ablating(List<Site> sites, Direction direction, Positions positions) implements Intervention {
        /// @throws IllegalArgumentException if there is no site or the direction has no length
        public Ablating {
            sites = List.copyOf(sites);
            sites.forEach(Intervention::requireChangeable);
            Objects.requireNonNull(positions, "positions");
            direction.unit();
            if (sites.isEmpty()) {
                throw new IllegalArgumentException("Name at least one site to ablate at");
            }
        }
    }

    /// Keeps the part along a direction alone: `(x . d) d / |d|^2`, what [Ablating] takes out.
    record Projecting(Site site, Direction direction, Positions positions) implements Intervention {
        /// @throws IllegalArgumentException if the direction has no length
        public Projecting {
            requireChangeable(site);
            Objects.requireNonNull(positions, "positions");
            direction.unit();
        }

        @Override
        public List<Site> sites() {
            return List.of(site);
        }
    }

    /// Puts the same numbers in place of each row: zeros (zero ablation) or a mean (mean ablation).
    record Replacing(Site site, Direction values, Positions positions) implements Intervention {
        public Replacing {
            requireChangeable(site);
            Objects.requireNonNull(values, "values");
            Objects.requireNonNull(positions, "positions");
        }

        @Override
        public List<Site> sites() {
            return List.of(site);
        }
    }

    /// Puts rows of another run in place of those at the same positions (activation patching, Meng et al. 2022).
    ///
    /// @param offsets the positions, negative ones from the end of the prompt, each once
    /// @param rows one an offset
    record Patching(Site site, List<Integer> offsets, List<Direction> rows) implements Intervention {
        /// @throws IllegalArgumentException if there is no offset, or not one row for each
        public Patching {
            requireChangeable(site);
            offsets = List.copyOf(offsets);
            rows = List.copyOf(rows);
            if (offsets.isEmpty()
                    || offsets.size() != rows.size()
                    || offsets.stream().distinct().count() != offsets.size()) {
                throw new IllegalArgumentException("Patching needs offsets, each once, and a row for each");
            }
        }

        /// The rows of a captured run.
        ///
        /// @param positions which; where all are meant, all that were captured. A position counted from the
        ///     end is counted from the end of either prompt.
        /// @throws IllegalArgumentException if the run is not one prompt, or lacks the site or a position
        public static Patching from(Activations run, Site site, Positions positions) {
            if (run.prompts().size() != 1) {
                throw new IllegalArgumentException(
                        "A run is patched from one prompt, not from %d: take one with only(index)"
                                .formatted(run.prompts().size()));
            }
            var prompt = run.prompts().getFirst();
            var offsets = positions.everywhere() ? prompt.positions() : positions.offsets();
            return new Patching(
                    site,
                    offsets,
                    offsets.stream()
                            .map(offset -> Direction.of("", run.row(site, 0, offset)))
                            .toList());
        }

        @Override
        public List<Site> sites() {
            return List.of(site);
        }

        @Override
        public Positions positions() {
            return new Positions(false, offsets);
        }
    }

    /// Takes a direction out of all that writes into the residual stream, in a copy of those weights: embeddings,
    /// learned positions, and the output projections of attention and MLP with their biases (weight
    /// orthogonalisation, Arditi et al. 2024). The head stays as it is, where it is tied too.
    record Orthogonalising(Direction direction) implements Intervention {
        /// @throws IllegalArgumentException if the direction has no length
        public Orthogonalising {
            direction.unit();
        }

        @Override
        public List<Site> sites() {
            return List.of();
        }

        @Override
        public Positions positions() {
            return Positions.all();
        }
    }

    /// The directions that are taken out of the weights, in their order.
    static List<Direction> orthogonalised(List<Intervention> interventions) {
        return interventions.stream()
                .filter(Orthogonalising.class::isInstance)
                .map(one -> ((Orthogonalising) one).direction())
                .toList();
    }

    private static void requireChangeable(Site site) {
        if (site.kind() == SiteKind.ATTN_PATTERN) {
            throw new IllegalArgumentException(
                    "%s can be captured, not changed: change attn_q, attn_k or attn_z".formatted(site));
        }
    }

    /// Checks that a model has the sites, and that the vectors are as wide as they are.
    ///
    /// @throws IllegalArgumentException if not, or if it orthogonalises a model whose norms lie behind the weights
    default void requireIn(DecoderConfig config) {
        sites().forEach(site -> site.requireIn(config));
        var vectors = new ArrayList<Direction>();
        switch (this) {
            case Adding adding -> vectors.add(adding.direction());
            case Ablating ablating -> vectors.add(ablating.direction());
            case Projecting projecting -> vectors.add(projecting.direction());
            case Replacing replacing -> vectors.add(replacing.values());
            case Patching patching -> vectors.addAll(patching.rows());
            case Orthogonalising orthogonalising -> {
                if (config.norm().placement() != NormPlacement.BEFORE) {
                    throw new IllegalArgumentException(
                            "The weights of a %s cannot be orthogonalised, for a norm lies behind them: ablate instead"
                                    .formatted(config.architecture().className()));
                }
                requireWidth("the residual stream", orthogonalising.direction(), config.hiddenSize());
            }
        }
        for (var site : sites()) {
            vectors.forEach(vector -> requireWidth(site.toString(), vector, site.width(config, 0)));
        }
    }

    private static void requireWidth(String place, Direction vector, int width) {
        if (vector.size() != width) {
            throw new IllegalArgumentException("The direction '%s' has %d numbers, and %s is %d wide"
                    .formatted(vector.label(), vector.size(), place, width));
        }
    }

    /// What it does, for a reader: `add 4.0 at resid_post.2`.
    default String summary() {
        var at = sites().size() > 3
                ? sites().size() + " sites"
                : sites().stream().map(Site::toString).collect(Collectors.joining(" and "));
        var where = at + (positions().everywhere() ? "" : " at positions " + positions());
        return switch (this) {
            case Adding adding -> "add " + adding.coefficient() + " at " + where;
            case Ablating _ -> "ablate a direction at " + where;
            case Projecting _ -> "project onto a direction at " + where;
            case Replacing _ -> "replace " + where;
            case Patching _ -> "patch " + where;
            case Orthogonalising _ -> "orthogonalise the weights";
        };
    }
}
