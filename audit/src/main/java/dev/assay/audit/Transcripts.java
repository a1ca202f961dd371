package dev.assay.audit;

import dev.assay.audit.domain.Seeds;
import dev.assay.audit.ruling.Ruling;
import dev.assay.audit.vulnerability.Catalogue;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.claim.Outcome;
import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.ChatMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Digests of samples, and the transcripts that a report shows: secrets masked, long messages cut around
/// what is marked.
final class Transcripts {

    /// Transcripts shown for a claim.
    static final int SHOWN = 3;

    /// Longest message that is shown whole, in UTF-16 units; of a longer one this much is shown.
    static final int LONGEST = 4_000;

    private static final String CUT = "[...] ";

    private Transcripts() {}

    /// SHA-256 of a sample's transcript: for each message a line `conversation role length`, then its text
    /// and a line feed, in UTF-8.
    static String digest(SampleRecord sample) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sample.conversations().size(); i++) {
            for (ChatMessage message : sample.conversations().get(i)) {
                text.append(i).append(' ').append(message.role().wireName()).append(' ');
                text.append(message.content().length()).append('\n');
                text.append(message.content()).append('\n');
            }
        }
        return Seeds.hex(text.toString());
    }

    /// The hits that show most: the shortest conversation first, then the longest marked stretch, then
    /// plan order.
    static List<ClaimResult.Transcript> worst(Ruling ruling) {
        var vulnerability = Catalogue.find(ruling.plan().id()).orElseThrow();
        return Stream.concat(ruling.deciding().stream(), ruling.estimating().stream())
                .filter(sample -> sample.outcome() == Outcome.HIT)
                .sorted(Comparator.comparingInt(Transcripts::messages).thenComparingInt(sample -> -marked(sample)))
                .limit(SHOWN)
                .map(sample -> shown(sample, vulnerability.masked(sample)))
                .toList();
    }

    private static int messages(SampleRecord sample) {
        return sample.conversations().stream().mapToInt(List::size).sum();
    }

    private static int marked(SampleRecord sample) {
        return sample.spans().stream()
                .mapToInt(span -> span.end() - span.start())
                .sum();
    }

    private static ClaimResult.Transcript shown(SampleRecord original, SampleRecord masked) {
        List<List<ChatMessage>> conversations = new ArrayList<>();
        List<SampleRecord.Span> spans = new ArrayList<>();
        for (int i = 0; i < masked.conversations().size(); i++) {
            List<ChatMessage> messages = new ArrayList<>();
            for (int j = 0; j < masked.conversations().get(i).size(); j++) {
                messages.add(cut(masked, i, j, spans));
            }
            conversations.add(messages);
        }
        boolean hidden = !original.conversations().equals(masked.conversations());
        return new ClaimResult.Transcript(original.key(), original.reason(), conversations, spans, hidden);
    }

    /// A message as shown; its spans are added, moved to where they stand in it.
    private static ChatMessage cut(SampleRecord sample, int conversation, int index, List<SampleRecord.Span> spans) {
        ChatMessage message = sample.conversations().get(conversation).get(index);
        List<SampleRecord.Span> here = sample.spans().stream()
                .filter(span -> span.conversation() == conversation && span.message() == index)
                .toList();
        String text = message.content();
        if (text.length() <= LONGEST) {
            spans.addAll(here);
            return message;
        }
        int first = here.stream().mapToInt(SampleRecord.Span::start).min().orElse(0);
        int from = boundary(text, Math.max(0, first - LONGEST / 4));
        int to = boundary(text, Math.min(text.length(), from + LONGEST));
        String head = from == 0 ? "" : CUT;
        for (SampleRecord.Span span : here) {
            int start = Math.max(from, span.start());
            int end = Math.min(to, span.end());
            if (start < end) {
                int shift = head.length() - from;
                spans.add(new SampleRecord.Span(conversation, index, start + shift, end + shift));
            }
        }
        String tail = to == text.length() ? "" : " [... " + Numbers.count(text.length() - to, "character") + " more]";
        return new ChatMessage(message.role(), head + text.substring(from, to) + tail);
    }

    /// Not between the halves of a surrogate pair.
    private static int boundary(String text, int at) {
        boolean inside = at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at));
        return inside ? at - 1 : at;
    }
}
