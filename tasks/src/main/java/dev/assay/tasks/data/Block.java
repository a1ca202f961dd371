package dev.assay.tasks.data;

/// Some whole lines of a file.
///
/// @param bytes holds them
/// @param start of the first line in `bytes`
/// @param end of the last line in `bytes`
/// @param offset of the first line in the file
/// @param line number of the first line, from 1
@SuppressWarnings("ArrayRecordComponent")
record Block(byte[] bytes, int start, int end, long offset, long line) {

    /// Hears of each line of a block that is not blank.
    interface Lines {
        /// A line without its end, at `bytes[from]` up to `bytes[to]`.
        ///
        /// @return whether to go on
        boolean line(int from, int to, long number);
    }

    /// Hears of all of them.
    interface AllLines {
        void line(int from, int to, long number);
    }

    void forEach(AllLines lines) {
        forEachWhile((from, to, number) -> {
            lines.line(from, to, number);
            return true;
        });
    }

    void forEachWhile(Lines lines) {
        long number = line;
        int from = start;
        while (from < end) {
            int to = from;
            while (to < end && bytes[to] != '\n') {
                to++;
            }
            if (!isBlank(bytes, from, to) && !lines.line(from, to, number)) {
                return;
            }
            number++;
            from = to + 1;
        }
    }

    static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
