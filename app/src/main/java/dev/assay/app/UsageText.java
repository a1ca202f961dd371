package dev.assay.app;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// A wrong command line in our own words, where the parser's would name a type of Java.
final class UsageText {

    private UsageText() {}

    static String sentence(ParameterException exception) {
        ArgSpec argument = exception.getArgSpec();
        String value = exception.getValue();
        if (argument == null || value == null) {
            return Failures.oneSentence(exception);
        }
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        String said = name + " '" + value + "' ";
        Class<?> type = argument.type();
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return Failures.oneSentence(new UserError(
                    said + (value.matches("[+-]?[0-9]+") ? "is too large a number" : "is no whole number") + "."));
        }
        if (type == double.class || type == Double.class) {
            return Failures.oneSentence(new UserError(said + "is no number."));
        }
        return Failures.oneSentence(exception);
    }
}
