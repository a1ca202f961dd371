package dev.assay.agents.tool;

import java.util.Locale;

/// Why a call of a tool failed, in Inspect's words.
public enum ToolErrorType {
    /// The call names no tool, or its arguments are not what the tool takes.
    PARSING,
    /// The tool took longer than it may.
    TIMEOUT,
    /// What was read is no UTF-8 text.
    UNICODE_DECODE,
    /// The tool may not do that.
    PERMISSION,
    /// There is no such file.
    FILE_NOT_FOUND,
    /// A file was expected, and it is a folder.
    IS_A_DIRECTORY,
    /// A limit of the sample was reached, and the call was not made.
    LIMIT,
    /// Somebody who must approve the call refused it.
    APPROVAL,
    /// Any other failure that the tool reports.
    UNKNOWN,
    /// The tool wrote more than it may.
    OUTPUT_LIMIT;

    /// The word that logs use, such as `file_not_found`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
