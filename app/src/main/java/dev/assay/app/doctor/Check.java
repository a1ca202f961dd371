package dev.assay.app.doctor;

/// One thing that the doctor looked at.
///
/// @param name what was looked at
/// @param state how it is
/// @param finding what was seen, one phrase
/// @param remedy what to do, one sentence; empty where nothing is to be done
public record Check(String name, State state, String finding, String remedy) {

    /// How a check came out.
    public enum State {
        /// As it should be.
        GOOD,
        /// Assay works, but something that a user may want does not.
        LIMITED,
        /// Assay cannot work.
        BAD;

        String word() {
            return switch (this) {
                case GOOD -> "ok";
                case LIMITED -> "limited";
                case BAD -> "bad";
            };
        }
    }

    static Check good(String name, String finding) {
        return new Check(name, State.GOOD, finding, "");
    }

    static Check limited(String name, String finding, String remedy) {
        return new Check(name, State.LIMITED, finding, remedy);
    }

    static Check bad(String name, String finding, String remedy) {
        return new Check(name, State.BAD, finding, remedy);
    }
}
