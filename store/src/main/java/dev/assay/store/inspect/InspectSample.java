package dev.assay.store.inspect;

import dev.assay.core.task.EvalLog.EvalSample;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/// A sample of a log.
///
/// @param json as it is stored; a sample in chunks is put together. Do not change it.
/// @param limits what it may ask for when it is read further
public record InspectSample(ObjectNode json, ReadLimits limits) {

    public InspectSample {
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(limits, "limits");
    }

    /// Its id as text, also where it is a number.
    public String id() {
        return InspectJson.anyText(json, "id");
    }

    /// From 1.
    public int epoch() {
        return (int) InspectJson.count(json, "epoch");
    }

    /// The sample with shared messages and attachments put back in their places. Parts are shared with
    /// {@link #json} and with each other: do not change them.
    ///
    /// @throws LogException if it refers to more than the limits allow, or in a way that cannot be read
    public ObjectNode resolved() {
        return guarded(() -> SampleResolver.all(json, limits));
    }

    /// {@link #resolved} as one JSON object in UTF-8, without line breaks.
    ///
    /// @throws LogException as {@link #resolved}
    public byte[] line() {
        return JsonBuffer.bytes(resolved());
    }

    /// The sample in Assay's words, as far as Assay has them.
    ///
    /// @throws LogException if it lacks what every sample has, or has it in another form
    public Converted toEvalSample() {
        return guarded(() -> {
            Set<String> left = new TreeSet<>();
            return new Converted(new SampleReader(left).sample(SampleResolver.all(json, limits)), left);
        });
    }

    /// The sample with messages put back and attachments left as they are, as Inspect reads it by default.
    ObjectNode withMessages() {
        return guarded(() -> SampleResolver.pools(json, limits));
    }

    private <T> T guarded(java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (PartException | IllegalArgumentException failure) {
            throw new LogException(
                    "sample '" + id() + "' of epoch " + epoch() + " cannot be read: " + failure.getMessage() + ".",
                    failure);
        }
    }

    /// A sample in Assay's words.
    ///
    /// @param sample what could be said
    /// @param left what could not, such as `content audio` or `event sandbox`; read it in
    ///     {@link #resolved}
    public record Converted(EvalSample sample, Set<String> left) {
        public Converted {
            left = Set.copyOf(left);
        }
    }
}
