package dev.assay.engine.hooks;

import java.util.List;

/// How losses change with what passes some sites: `d(loss) / d(x)` for each number `x` of a row at a site,
/// after the interventions of the view there, all else equal; and 0 where the loss does not depend on it.
///
/// @param losses the loss of each prompt
/// @param values the gradients, a row a token of each prompt, none for those of a continuation
public record Gradients(List<Double> losses, Activations values) {

    public Gradients {
        losses = List.copyOf(losses);
    }

    /// The gradient rows of a prompt at a site, one a token, copied.
    ///
    /// @throws IllegalArgumentException if the site was not asked for
    /// @throws IndexOutOfBoundsException if there is no such prompt
    public List<float[]> rows(Site site, int prompt) {
        return values.rows(site, prompt);
    }

    /// One gradient row, copied.
    ///
    /// @param position a position of the prompt; a negative one counts from its end
    /// @throws IllegalArgumentException if the site was not asked for or the prompt has no such position
    /// @throws IndexOutOfBoundsException if there is no such prompt
    public float[] row(Site site, int prompt, int position) {
        return values.row(site, prompt, position);
    }
}
