package dev.assay.tasks.data;

/// Gives a complaint about a row its place.
final class Located {

    private Located() {}

    static DatasetException at(String file, long line, IllegalArgumentException problem) {
        if (problem instanceof DatasetException known) {
            return known;
        }
        String message = String.valueOf(problem.getMessage());
        String text = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        return DatasetException.at(file, line, text);
    }
}
