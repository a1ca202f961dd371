package dev.assay.report.html;

import dev.assay.core.audit.ClaimResult.Transcript;
import dev.assay.core.journal.SampleRecord.Span;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ChatMessage.Role;
import dev.assay.report.html.PageView.TranscriptView;
import dev.assay.report.html.PageView.Turn;
import dev.assay.report.html.Visible.Piece;
import dev.assay.report.html.Visible.Style;
import java.util.ArrayList;
import java.util.List;

/// Transcripts as they are shown: every message made visible and short, the offending stretch marked, and
/// of a long
/// conversation only the exchange that matters, with a note of what is left out.
final class Transcripts {
    private static final int WHOLE = 6;

    private Transcripts() {}

    static TranscriptView view(Transcript transcript) {
        List<Turn> turns = new ArrayList<>();
        int number = transcript.conversations().size();
        for (int index = 0; index < number; index++) {
            if (number > 1) {
                turns.add(note("Conversation " + (index + 1) + " of " + number));
            }
            int conversation = index;
            List<Span> spans = transcript.spans().stream()
                    .filter(span -> span.conversation() == conversation)
                    .toList();
            conversation(transcript.conversations().get(index), spans, turns);
        }
        String note = transcript.note().isEmpty() ? "" : "Marked: " + sentence(Visible.line(transcript.note()));
        if (transcript.masked()) {
            note += (note.isEmpty() ? "" : " ") + "Secrets are masked here.";
        }
        return new TranscriptView(Visible.line(transcript.sampleKey()), turns, note);
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static void conversation(List<ChatMessage> messages, List<Span> spans, List<Turn> turns) {
        int from = 0;
        int to = messages.size();
        if (messages.size() > WHOLE) {
            int last = spans.stream().mapToInt(Span::message).max().orElse(messages.size() - 1);
            last = Math.clamp(last, 0, messages.size() - 1);
            from = Math.max(0, last - 1);
            to = last + 1;
        }
        int users = (int)
                messages.stream().filter(message -> message.role() == Role.USER).count();
        int turn = 0;
        for (int index = 0; index < messages.size(); index++) {
            ChatMessage message = messages.get(index);
            turn += message.role() == Role.USER ? 1 : 0;
            boolean opening = index == 0 && message.role() == Role.SYSTEM;
            if (index == from && from > 0) {
                boolean shownOpening = messages.getFirst().role() == Role.SYSTEM;
                int left = from - (shownOpening ? 1 : 0);
                if (left > 0) {
                    turns.add(note(leftOut(left)));
                }
            }
            if (opening || index >= from && index < to) {
                turns.add(new Turn(speaker(message.role(), users > 1 ? turn : 0), pieces(message, index, spans)));
            }
        }
        if (to < messages.size()) {
            turns.add(note(leftOut(messages.size() - to)));
        }
    }

    private static String leftOut(int messages) {
        return Figures.count(messages) + (messages == 1 ? " message" : " messages")
                + " left out here; they are in the run\u2019s journal";
    }

    private static List<Piece> pieces(ChatMessage message, int index, List<Span> spans) {
        List<Span> own = spans.stream().filter(span -> span.message() == index).toList();
        List<Piece> pieces = Visible.message(message.content(), own);
        return pieces.isEmpty() ? List.of(new Piece(Style.CUT, "nothing was said")) : pieces;
    }

    private static Turn note(String text) {
        return new Turn("", List.of(new Piece(Style.PLAIN, text)));
    }

    private static String speaker(Role role, int turn) {
        String name = switch (role) {
            case SYSTEM -> "System";
            case USER -> "User";
            case ASSISTANT -> "Model";
            case TOOL -> "Tool";
        };
        return turn == 0 || role == Role.SYSTEM ? name : name + ", " + turn;
    }
}
