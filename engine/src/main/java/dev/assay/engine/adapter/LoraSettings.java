package dev.assay.engine.adapter;

import java.util.List;

/// How an adapter is made: next to each target matrix `W`, `[outputs, inputs]`, stand `A`, `[rank,
/// inputs]`, and `B`, `[outputs, rank]`, and the layer computes with `W + scale B A` (Hu et al. 2021,
/// "LoRA", section 4.1).
///
/// @param rank rows of `A`, in [1, 4096]
/// @param alpha numerator of the scale, above 0
/// @param rankStabilized whether the scale is `alpha / sqrt(rank)` (Kalajdzievski 2023) and not `alpha /
///     rank`
/// @param targets last parts of the names of the adapted modules, such as `q_proj`; at least one
public record LoraSettings(int rank, double alpha, boolean rankStabilized, List<String> targets) {

    /// The matrices of attention and MLP of a Llama: what PEFT calls `all-linear` there.
    public static final List<String> ALL_LINEAR =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    /// @throws IllegalArgumentException if a value is out of range
    public LoraSettings {
        targets = List.copyOf(targets);
        if (rank < 1 || rank > 4096) {
            throw new IllegalArgumentException("rank must be in [1, 4096], but is " + rank);
        }
        if (!(alpha > 0 && Double.isFinite(alpha))) {
            throw new IllegalArgumentException("alpha must be above 0, but is " + alpha);
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("an adapter needs at least one target, such as q_proj");
        }
    }

    /// An adapter of this rank on all matrices of attention and MLP, with `alpha` twice the rank.
    public static LoraSettings ofRank(int rank) {
        return new LoraSettings(rank, 2.0 * rank, false, ALL_LINEAR);
    }

    /// The same on other modules.
    public LoraSettings on(String... modules) {
        return new LoraSettings(rank, alpha, rankStabilized, List.of(modules));
    }

    /// What `B A` is multiplied by.
    public double scale() {
        return scale(alpha, rank, rankStabilized);
    }

    static double scale(double alpha, int rank, boolean rankStabilized) {
        return rankStabilized ? alpha / Math.sqrt(rank) : alpha / rank;
    }
}
