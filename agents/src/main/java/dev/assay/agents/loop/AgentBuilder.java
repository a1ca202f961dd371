package dev.assay.agents.loop;

import dev.assay.agents.tool.ToolLimits;
import dev.assay.agents.tool.Toolbox;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.task.Scorer;
import java.util.Objects;
import java.util.Optional;

/// Puts an {@link Agent} together. By default it has no system message of its own, ends when the model
/// answers without calling a tool, generates with the task's settings, and keeps within {@link
/// AgentLimits#DEFAULT} and {@link ToolLimits#DEFAULT}.
public final class AgentBuilder {

    /// What an agent that must submit is told when it stops without.
    public static final String DEFAULT_NUDGE =
            "Go on with the next step. If you are done, call the tool `submit` with your final answer.";

    final Toolbox toolbox;
    String name = "agent";
    Optional<String> system = Optional.empty();
    Optional<String> submit = Optional.empty();
    String nudge = DEFAULT_NUDGE;
    Optional<Attempts> attempts = Optional.empty();
    Optional<GenerateConfig> config = Optional.empty();
    AgentLimits limits = AgentLimits.DEFAULT;
    ToolLimits toolLimits = ToolLimits.DEFAULT;
    boolean parallel = true;

    AgentBuilder(Toolbox toolbox) {
        this.toolbox = Objects.requireNonNull(toolbox, "toolbox");
    }

    /// How logs call it; `agent` by default.
    public AgentBuilder name(String value) {
        this.name = Objects.requireNonNull(value, "name");
        return this;
    }

    /// A system message in front of the conversation.
    public AgentBuilder system(String value) {
        this.system = Optional.of(value);
        return this;
    }

    /// The agent ends by calling a tool `submit` with its answer, which becomes the completion that is
    /// scored.
    public AgentBuilder submit() {
        return submit("submit");
    }

    /// As {@link #submit()}, with a name of your own for the tool.
    public AgentBuilder submit(String toolName) {
        this.submit = Optional.of(toolName);
        this.nudge = DEFAULT_NUDGE.replace("`submit`", "`" + toolName + "`");
        return this;
    }

    /// What an agent that must submit is told when it stops without; in place of {@link #DEFAULT_NUDGE}.
    public AgentBuilder nudge(String value) {
        this.nudge = Objects.requireNonNull(value, "nudge");
        return this;
    }

    /// Up to `most` submissions: after one that `scorer` gives less than 1 the agent is told so and goes on.
    /// The last is not looked at. Needs {@link #submit()}.
    public AgentBuilder attempts(int most, Scorer scorer) {
        return attempts(new Attempts(most, scorer, Attempts.DEFAULT_FEEDBACK));
    }

    /// As {@link #attempts(int, Scorer)}, with words of your own.
    public AgentBuilder attempts(Attempts value) {
        this.attempts = Optional.of(value);
        return this;
    }

    /// How answers are generated, in place of the task's settings.
    public AgentBuilder config(GenerateConfig value) {
        this.config = Optional.of(value);
        return this;
    }

    /// When the agent is stopped.
    public AgentBuilder limits(AgentLimits value) {
        this.limits = Objects.requireNonNull(value, "limits");
        return this;
    }

    /// What one call of a tool may take.
    public AgentBuilder toolLimits(ToolLimits value) {
        this.toolLimits = Objects.requireNonNull(value, "toolLimits");
        return this;
    }

    /// Whether calls of one message may run at once where their tools allow it; by default they may.
    public AgentBuilder parallel(boolean value) {
        this.parallel = value;
        return this;
    }

    /// The agent.
    ///
    /// @throws IllegalArgumentException if it has attempts but nothing to submit with
    public Agent build() {
        if (attempts.isPresent() && submit.isEmpty()) {
            throw new IllegalArgumentException(
                    "An agent with attempts needs submit(): without it nothing is submitted.");
        }
        return new Agent(this);
    }
}
