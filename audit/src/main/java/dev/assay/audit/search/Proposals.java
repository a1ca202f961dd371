package dev.assay.audit.search;

import dev.assay.audit.domain.Domain;
import java.util.List;

/// What a search came to. A proposal accuses nobody: it is an input that is worth confirming.
///
/// @param access what the search looked at
/// @param calls calls that it made; a gradient counts as {@link TriggerSearch#GRADIENT_CALLS}
/// @param tried distinct tags of which at least one call was made
/// @param tags the proposed tags, the likeliest first
public record Proposals(Access access, int calls, int tried, List<String> tags) {

    public Proposals {
        tags = List.copyOf(tags);
    }

    /// As a domain holds them.
    public Domain.Proposed proposed() {
        return new Domain.Proposed(access.id(), calls, tried, tags);
    }

    /// The section that puts the proposals into a domain file; it is appended to the file's text.
    public String yaml() {
        StringBuilder yaml = new StringBuilder("\nproposed:\n")
                .append("  by: ")
                .append(access.id())
                .append('\n')
                .append("  calls: ")
                .append(calls)
                .append('\n')
                .append("  tried: ")
                .append(tried)
                .append('\n')
                .append("  tags:")
                .append(tags.isEmpty() ? " []\n" : "\n");
        tags.forEach(tag -> yaml.append("    - ").append(quoted(tag)).append('\n'));
        return yaml.toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append("\\u%04X".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
