package dev.assay.models.anthropic;

import java.util.regex.Pattern;

/// What Anthropic's models take, by their names.
public final class ClaudeFamily {

    private static final Pattern SAMPLED = Pattern.compile(
            "claude-([23][-.0-9].*|instant.*|(opus|sonnet|haiku)-4([-.][0-6])?([-@][0-9]{8}.*|-v[0-9].*|-latest)?)");

    private ClaudeFamily() {}

    /// Whether `model` takes temperature, top_p and top_k: those up to 4.6 do, later ones answer 400. What
    /// stands before `claude-`, as clouds and gateways write it, does not matter.
    public static boolean takesSampling(String model) {
        int start = model.indexOf("claude-");
        return start >= 0 && SAMPLED.matcher(model.substring(start)).matches();
    }
}
