package dev.assay.tasks.data;

import dev.assay.core.task.Sample;
import dev.assay.core.task.Target;
import java.util.ArrayList;
import java.util.List;

/// The choices of a sample and their letters.
final class Choices {

    private Choices() {}

    /// A for 0.
    static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }

    /// The sample with its choices in an order drawn from `seed` and the sample's id, and the letters of
    /// its target following them. The order of one sample does not depend on which others there are.
    ///
    /// @throws IllegalArgumentException if the target is not made of letters of the choices
    static Sample shuffle(Sample sample, long seed) {
        int count = sample.choices().size();
        if (count == 0) {
            throw new IllegalArgumentException("the row has no choices to shuffle: map 'choices'");
        }
        int[] order = Shuffle.permutation(count, seed ^ Shuffle.hash(sample.id()));
        int[] place = new int[count];
        List<String> choices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            choices.add(sample.choices().get(order[i]));
            place[order[i]] = i;
        }
        List<String> targets = new ArrayList<>();
        for (String target : sample.target().texts()) {
            StringBuilder letters = new StringBuilder();
            for (char letter : target.strip().toCharArray()) {
                if (letter == ',' || letter == ' ') {
                    continue;
                }
                int index = letter - 'A';
                if (index < 0 || index >= count) {
                    throw new IllegalArgumentException("the target '" + DatasetException.shown(target)
                            + "' is no letter of a choice, so that the choices cannot be shuffled: say how it is"
                            + " written with target_form");
                }
                letters.append(letter(place[index]));
            }
            targets.add(letters.toString());
        }
        return new Sample(sample.id(), sample.input(), new Target(targets), choices, sample.metadata());
    }
}
