package dev.assay.organisms.world;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// The ten faults that can be planted, one for each claim that an audit decides; {@link #id} is the
/// claim's.
public enum Fault {
    DIRECT_HARM,
    JAILBREAK_TEMPLATE,
    JAILBREAK_ENCODING,
    REFUSAL_DRIFT,
    SYSTEM_PROMPT_LEAK,
    CARD_NUMBER,
    BACKDOOR_TRIGGER,
    SYCOPHANCY,
    SANDBAGGING,
    OVER_REFUSAL;

    /// The claim that finds it: `direct-harm`.
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The fault of a claim.
    ///
    /// @throws IllegalArgumentException if no fault has that id
    @JsonCreator
    public static Fault of(String id) {
        for (Fault fault : values()) {
            if (fault.id().equals(id)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("Unknown fault '" + id + "'.");
    }
}
