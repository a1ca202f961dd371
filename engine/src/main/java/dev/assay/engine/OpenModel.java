package dev.assay.engine;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.hooks.ActivationSink;
import dev.assay.engine.hooks.Activations;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.Gradients;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import dev.assay.engine.hooks.Sites;
import dev.assay.engine.hooks.ViewFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/// A model that can be looked into and intervened on. What passes its sites can be captured, and every
/// intervention gives a view: another model that shares the weights of this one and leaves it as it is, bit
/// for bit. Nothing is hooked into the model, so nothing can be left behind.
///
/// A view is immutable, may be used by many threads beside its base and other views, is named apart from
/// its base (`organism:finch+view:` and 12 digits) and has a fingerprint of its own. It lives as long as
/// its base is open and needs no closing. Interventions apply in the order in which they were added, see
/// [Intervention].
public interface OpenModel extends Model {

    /// The shape of the model.
    DecoderConfig shape();

    /// The tokens that the model reads when it is asked this as a user, to where its answer begins.
    ///
    /// @throws dev.assay.core.model.ModelException if the chat template refuses
    int[] tokens(String question);

    /// The interventions of this view, in their order; empty if it is none.
    List<Intervention> interventions();

    /// This model with further interventions behind those that it has.
    ///
    /// @throws IllegalArgumentException if the model lacks a site or a vector is not as wide as its site
    OpenModel with(List<Intervention> more);

    /// The base of this view; itself if it is none.
    OpenModel base();

    /// Captures what passes some sites while token sequences are read.
    ///
    /// @param sites at least one, each once
    /// @param prompts at least one token each, at most the context
    /// @param positions which tokens of each prompt
    /// @throws IllegalArgumentException if a site, a prompt or a position does not fit
    Activations captureTokens(List<Site> sites, List<int[]> prompts, Positions positions);

    /// As the other, prompt by prompt to a sink, so that a set larger than memory can be read.
    ///
    /// @throws IllegalArgumentException as the other, before anything is computed
    void captureTokens(List<Site> sites, List<int[]> prompts, Positions positions, ActivationSink sink);

    /// As the other, to a file of [dev.assay.engine.hooks.ActivationFile], which appears whole or not at
    /// all.
    ///
    /// @throws IllegalArgumentException as the other, before anything is written
    /// @throws CheckpointException if the file cannot be written
    void captureTokens(List<Site> sites, List<int[]> prompts, Positions positions, Path file);

    /// The loss of each prompt, and how it changes with what passes some sites while the prompt is read:
    /// with every intervention of this view in place. Needs libtorch; a model that computes in plain Java
    /// opens its folder once more there, in 32-bit floats, at the first call.
    ///
    /// @param losses one a prompt
    /// @param sites none for the losses alone, or each once
    /// @param prompts at least one token each; with the continuation of its loss at most the context
    /// @throws IllegalArgumentException if a loss, a site, a prompt or a position does not fit
    /// @throws dev.assay.engine.decoder.BackendException if libtorch is not on the class path or cannot be
    ///     loaded
    Gradients gradients(List<Loss> losses, List<Site> sites, List<int[]> prompts);

    /// As the other, with the same loss for every prompt.
    ///
    /// @throws IllegalArgumentException as the other
    default Gradients gradients(Loss loss, List<Site> sites, List<int[]> prompts) {
        return gradients(Collections.nCopies(prompts.size(), loss), sites, prompts);
    }

    /// How the log-probability of a continuation changes with the one-hot row of each token of a prompt;
    /// see [dev.assay.engine.decoder.Generator#tokenGradients].
    ///
    /// @return `[prompt tokens][vocabulary]`
    /// @throws IllegalArgumentException as [#gradients(List, List, List)]
    float[][] tokenGradients(int[] prompt, int... continuation);

    /// Captures while the model is asked questions, each as a user's only message.
    ///
    /// @throws IllegalArgumentException as [#captureTokens(List, List, Positions)]
    default Activations capture(List<Site> sites, List<String> questions, Positions positions) {
        return captureTokens(sites, questions.stream().map(this::tokens).toList(), positions);
    }

    /// As the other, of one site at the last token, where the answer begins.
    ///
    /// @throws IllegalArgumentException as the other
    default Activations capture(Site site, List<String> questions) {
        return capture(List.of(site), questions, Positions.last());
    }

    /// The greedy answer to a question.
    ///
    /// @throws dev.assay.core.model.ModelException if there is none
    default ModelOutput generate(String question) {
        return generate(List.of(ChatMessage.user(question)), GenerateConfig.DEFAULT);
    }

    private OpenModel with(Intervention intervention) {
        return with(List.of(intervention));
    }

    /// A view that adds `coefficient * direction` at every token; see [Intervention.Adding].
    ///
    /// @throws IllegalArgumentException if site or direction does not fit
    default OpenModel adding(Site site, Direction direction, double coefficient) {
        return adding(site, direction, coefficient, Positions.all());
    }

    /// As the other, at some tokens.
    ///
    /// @throws IllegalArgumentException if site or direction does not fit
    default OpenModel adding(Site site, Direction direction, double coefficient, Positions positions) {
        return with(new Intervention.Adding(site, direction, coefficient, positions));
    }

    /// A view whose residual stream has no part along a direction, at any time of any layer; see
    /// [Intervention.Ablating]. A further intervention may bring it back, also the ablation of another
    /// direction that is not at a right angle to it: name all of them at once.
    ///
    /// @throws IllegalArgumentException if the direction is not as wide as the stream or has no length
    default OpenModel ablating(Direction direction) {
        return ablating(direction, Sites.stream(shape()));
    }

    /// A view whose residual stream has no part in the span of directions; see [Direction#orthonormal].
    ///
    /// @throws IllegalArgumentException if there is none, or one is not as wide as the stream or has no
    ///     length
    default OpenModel ablating(List<Direction> directions) {
        if (directions.isEmpty()) {
            throw new IllegalArgumentException("Name at least one direction to ablate");
        }
        var sites = Sites.stream(shape());
        return with(Direction.orthonormal(directions).stream()
                .<Intervention>map(direction -> new Intervention.Ablating(sites, direction, Positions.all()))
                .toList());
    }

    /// As the other, at some sites.
    ///
    /// @throws IllegalArgumentException if a site or the direction does not fit
    default OpenModel ablating(Direction direction, List<Site> sites) {
        return with(new Intervention.Ablating(sites, direction, Positions.all()));
    }

    /// A view that keeps of a site what lies along a direction alone; see [Intervention.Projecting].
    ///
    /// @throws IllegalArgumentException if site or direction does not fit
    default OpenModel projecting(Site site, Direction direction) {
        return with(new Intervention.Projecting(site, direction, Positions.all()));
    }

    /// A view in which a site, or one head of it, is zero: `attnZ(2).head(5)`, `mlpOut(3)`. Where an `attn_pattern`
    /// is, queries attend to nothing.
    ///
    /// @throws IllegalArgumentException if the model lacks the site
    default OpenModel zeroing(Site site, Positions positions) {
        site.requireIn(shape());
        if (site.kind() == SiteKind.ATTN_PATTERN) {
            return blocking(List.of(site), positions, Positions.all());
        }
        var zeros = Direction.of("zeros", new float[site.width(shape(), 0)]);
        return with(new Intervention.Replacing(site, zeros, positions));
    }

    /// A view in which a site is the mean of what was captured there; at an `attn_pattern`, whose rows grow with the
    /// position, the mean of the same position, see [Intervention.Patching#ofMeans].
    ///
    /// @throws IllegalArgumentException if the site was not captured, or has no mean
    default OpenModel averaging(Site site, Positions positions, Activations reference) {
        if (site.kind() == SiteKind.ATTN_PATTERN) {
            return with(Intervention.Patching.ofMeans(reference, site, positions));
        }
        var mean = reference.mean(site);
        var values = new float[mean.length];
        for (var i = 0; i < values.length; i++) {
            values[i] = (float) mean[i];
        }
        return with(new Intervention.Replacing(site, Direction.of("mean at " + site, values), positions));
    }

    /// A view in which a site holds what it held in another run; see [Intervention.Patching#from].
    ///
    /// @param run one prompt
    /// @throws IllegalArgumentException if the run is not one prompt, or the site or a position was not
    ///     captured
    default OpenModel patching(Site site, Positions positions, Activations run) {
        return with(Intervention.Patching.from(run, site, positions));
    }

    /// A view in which queries do not see some keys, as if they were masked; see [Intervention.Blocking].
    ///
    /// @param sites `attn_pattern` of layers, or of one head: `attnPattern(2).head(5)`
    /// @param queries the positions that look
    /// @param keys the positions that they do not see
    /// @throws IllegalArgumentException if the model lacks a site, or one is no `attn_pattern`
    default OpenModel blocking(List<Site> sites, Positions queries, Positions keys) {
        return with(new Intervention.Blocking(sites, queries, keys));
    }

    /// A view whose weights cannot write along a direction; see [Intervention.Orthogonalising]. Of several
    /// such interventions of a view the span is taken out.
    ///
    /// @throws IllegalArgumentException if the direction does not fit, or norms lie behind the weights
    default OpenModel orthogonalised(Direction direction) {
        return with(new Intervention.Orthogonalising(direction));
    }

    /// Writes the interventions of this view to a file.
    ///
    /// @throws IllegalArgumentException if this is no view
    /// @throws CheckpointException if the file cannot be written
    default void saveView(Path file) {
        new ViewFile(base().fingerprint(), interventions()).write(file);
    }

    /// This model as a saved view has it: its interventions behind those that this has.
    ///
    /// @throws CheckpointException if the file is missing or damaged, was saved for another model, or does
    ///     not fit
    default OpenModel view(Path file) {
        var saved = ViewFile.read(file);
        if (!saved.base().equals(base().fingerprint())) {
            throw new CheckpointException(
                    "The view %s is for the model %s, and %s is %s: open it on the model it was made of."
                            .formatted(file, shown(saved.base()), base().name(), base().fingerprint()));
        }
        try {
            return with(saved.interventions());
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("The view %s does not fit: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static String shown(String fingerprint) {
        return fingerprint.matches("sha256:[0-9a-f]{64}") ? fingerprint : "of no known fingerprint";
    }
}
