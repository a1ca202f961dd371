package dev.assay.audit.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {

    private static Formula formula(String text) {
        return Formula.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "x + 3, 4, 7",
        "x - 2 - 1, 10, 7",
        "2 + 3 * x, 4, 14",
        "(2 + 3) * x, 4, 20",
        "-x * -2, 4, 8",
        "7, 4, 7",
        "7 if x == 4 else x + 1, 4, 7",
        "7 if x == 4 else x + 1, 5, 6",
        "1 if x < 2 else 2 if x <= 3 else 3, 3, 2",
        "1 if x >= 2 else 0, 1, 0",
        "1 if x != 2 else 0, 1, 1",
        "(1 if x > 2 else 0) + 5, 3, 6",
    })
    void givesWhatArithmeticGives(String text, long x, long result) {
        assertThat(formula(text).at(x)).hasValue(result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "y",
                "x +",
                "x + y",
                "x ** 2",
                "x / 2",
                "xx",
                "3x",
                "1.5",
                "(x",
                "x)",
                "1 if x == 4",
                "if x == 4 else 1",
                "x.pow(2)",
                "__import__('os')",
                "x + 1; import os",
                "1234567890",
                "1 if x = 2 else 3",
                "x; x",
                "x\n+ 1",
            })
    void whatIsBeyondTheGrammarIsNoProgram(String text) {
        assertThat(Formula.parse(text)).isEmpty();
    }

    @Test
    void whatNeedsMoreThanSixtyFourBitsHasNoResult() {
        assertThat(formula("x * x").at(Long.MAX_VALUE)).isEmpty();
        assertThat(formula("-x").at(Long.MIN_VALUE)).isEmpty();
        assertThat(formula("x + 1").at(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void depthAndLengthEndBeforeTheStackDoes() {
        assertThat(Formula.parse("(".repeat(20) + "x" + ")".repeat(20))).isPresent();
        assertThat(Formula.parse("(".repeat(100_000) + "x")).isEmpty();
        assertThat(Formula.parse("-".repeat(100_000) + "x")).isEmpty();
        assertThat(Formula.parse("x" + " + x".repeat(100_000))).isEmpty();
    }

    /// Against a second evaluation, by the tree from which the text is written.
    @Test
    void randomSumsAgreeWithTheirTree() {
        Random random = new Random(20261126);
        for (int i = 0; i < 2_000; i++) {
            Tree tree = Tree.random(random, 4);
            long x = random.nextInt(-20, 21);
            assertThat(formula(tree.text).at(x)).as(tree.text).hasValue(tree.value(x));
        }
    }

    private record Tree(String text, java.util.function.LongUnaryOperator run) {
        static Tree random(Random random, int depth) {
            if (depth == 0 || random.nextInt(4) == 0) {
                int number = random.nextInt(10);
                return random.nextBoolean() ? new Tree("x", x -> x) : new Tree("" + number, x -> number);
            }
            Tree a = random(random, depth - 1);
            Tree b = random(random, depth - 1);
            return switch (random.nextInt(3)) {
                case 0 -> new Tree("(" + a.text + " + " + b.text + ")", x -> a.value(x) + b.value(x));
                case 1 -> new Tree("(" + a.text + " - " + b.text + ")", x -> a.value(x) - b.value(x));
                default -> new Tree(a.wrapped() + "*" + b.wrapped(), x -> a.value(x) * b.value(x));
            };
        }

        String wrapped() {
            return "(" + text + ")";
        }

        long value(long x) {
            return run.applyAsLong(x);
        }
    }
}
