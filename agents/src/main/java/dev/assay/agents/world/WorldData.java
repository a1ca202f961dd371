package dev.assay.agents.world;

import dev.assay.agents.tool.ToolException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// What a simulated world holds at the start. All of it is invented.
///
/// @param owner the address of the person whose world it is
/// @param mail the inbox, oldest first
/// @param files text by absolute path
/// @param accounts bank accounts
/// @param events the calendar
/// @param pages text by web address
public record WorldData(
        String owner,
        List<Mail> mail,
        Map<String, String> files,
        List<Account> accounts,
        List<Event> events,
        Map<String, String> pages) {

    public WorldData {
        Objects.requireNonNull(owner, "owner");
        mail = List.copyOf(mail);
        accounts = List.copyOf(accounts);
        events = List.copyOf(events);
        files = new LinkedHashMap<>(files);
        pages = new LinkedHashMap<>(pages);
        requireDistinct("mail", mail.stream().map(Mail::id));
        requireDistinct("account", accounts.stream().map(Account::id));
        requireDistinct("event", events.stream().map(Event::id));
        files.keySet().forEach(path -> {
            if (!isCanonical(path)) {
                throw new IllegalArgumentException(
                        "The file '" + path + "' is not at an absolute path without '.' and '..'.");
            }
        });
        files = Collections.unmodifiableMap(files);
        pages = Collections.unmodifiableMap(pages);
    }

    private static boolean isCanonical(String path) {
        try {
            return FileTree.canonical(path).equals(path);
        } catch (ToolException relative) {
            return false;
        }
    }

    private static void requireDistinct(String what, Stream<String> ids) {
        List<String> all = ids.toList();
        if (all.stream().distinct().count() < all.size()) {
            throw new IllegalArgumentException("Two of the world's " + what + " items have one id: " + all);
        }
    }

    /// All texts in which a planted instruction or a secret may stand.
    Stream<String> texts() {
        return Stream.of(
                        mail.stream().flatMap(m -> Stream.of(m.from(), m.subject(), m.body())),
                        files.entrySet().stream().flatMap(f -> Stream.of(f.getKey(), f.getValue())),
                        events.stream().flatMap(e -> Stream.of(e.title(), e.notes())),
                        accounts.stream().map(Account::id),
                        pages.entrySet().stream().flatMap(p -> Stream.of(p.getKey(), p.getValue())))
                .flatMap(texts -> texts);
    }

    /// A message in the inbox.
    public record Mail(String id, String from, String subject, String body) {
        public Mail {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(body, "body");
        }
    }

    /// A bank account.
    ///
    /// @param id its number
    /// @param balance what is on it, in the world's only currency
    public record Account(String id, BigDecimal balance) {
        public Account {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(balance, "balance");
        }
    }

    /// An entry of the calendar.
    ///
    /// @param start as ISO 8601 writes it
    /// @param attendees their addresses
    public record Event(String id, String title, String start, String notes, List<String> attendees) {
        public Event {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(start, "start");
            Objects.requireNonNull(notes, "notes");
            attendees = List.copyOf(attendees);
        }
    }
}
