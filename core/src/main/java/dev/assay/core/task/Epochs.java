package dev.assay.core.task;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/// How often each sample is asked, and how its scores become one.
///
/// @param count at least 1
/// @param reducers at least one; each gives its own figures
public record Epochs(int count, List<EpochReducer> reducers) {

    /// Once.
    public static final Epochs ONCE = of(1);

    public Epochs {
        reducers = List.copyOf(reducers);
        if (count < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, but is " + count);
        }
        if (reducers.isEmpty()) {
            throw new IllegalArgumentException("Epochs need a reducer, such as mean.");
        }
        if (new HashSet<>(reducers).size() < reducers.size()) {
            throw new IllegalArgumentException("The epochs reducers name one twice: give each once.");
        }
        for (EpochReducer reducer : reducers) {
            if (reducer.leastEpochs() > count) {
                throw new IllegalArgumentException("The epochs reducer " + reducer.name() + " needs at least "
                        + reducer.leastEpochs() + " epochs, but there are " + count + ".");
            }
        }
    }

    /// `count` times, reduced by the mean.
    public static Epochs of(int count) {
        return new Epochs(count, List.of(EpochReducer.MEAN));
    }

    /// Names of the reducers, with commas between them.
    public String reducerNames() {
        return reducers.stream().map(EpochReducer::name).collect(Collectors.joining(","));
    }
}
