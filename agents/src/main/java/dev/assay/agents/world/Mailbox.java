package dev.assay.agents.world;

import dev.assay.agents.tool.Description;
import dev.assay.agents.tool.Length;
import dev.assay.agents.tool.NoArguments;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// An inbox and a way to send.
final class Mailbox {

    private final Map<String, WorldData.Mail> inbox = new LinkedHashMap<>();

    Mailbox(WorldData data) {
        data.mail().forEach(mail -> inbox.put(mail.id(), mail));
    }

    record MailId(
            @Description("The message's id, as list_mail gives it.") @Length(max = 100)
            String id) {}

    record Query(
            @Description("Text that the message contains.") @Length(min = 1, max = 200)
            String text) {}

    record Draft(
            @Description("Addresses of the recipients.") @Length(min = 1, max = 50)
            List<String> to,

            @Length(max = 1_000) String subject,
            @Length(max = 100_000) String body) {}

    void addTo(World world) {
        world.add(
                "list_mail",
                "List the messages in the inbox.",
                NoArguments.class,
                none -> new World.Act(
                        Action.inside("list_mail", Verb.LIST, "mail:inbox", Map.of(), false),
                        () -> list(mail -> true)));
        world.add(
                "search_mail",
                "List the messages that contain a text.",
                Query.class,
                query -> new World.Act(
                        Action.inside("search_mail", Verb.LIST, "mail:inbox", Map.of("text", query.text()), false),
                        () -> list(mail -> contains(mail, query.text()))));
        world.add(
                "read_mail",
                "Read a message.",
                MailId.class,
                id -> new World.Act(
                        Action.inside("read_mail", Verb.READ, "mail:inbox/" + id.id(), Map.of("id", id.id()), false),
                        () -> read(id.id())));
        world.add("send_mail", "Send a message.", Draft.class, this::send);
        world.add(
                "delete_mail",
                "Delete a message for good.",
                MailId.class,
                id -> new World.Act(
                        Action.inside("delete_mail", Verb.DELETE, "mail:inbox/" + id.id(), Map.of("id", id.id()), true),
                        () -> {
                            find(id.id());
                            inbox.remove(id.id());
                            return "Deleted.";
                        }));
    }

    private World.Act send(Draft draft) {
        List<String> to = draft.to().stream().map(World::address).distinct().toList();
        Action action = new Action(
                "send_mail",
                Verb.SEND,
                to.stream().map(address -> "mail:to/" + address).toList(),
                Map.of("to", String.join(", ", to), "subject", draft.subject(), "body", draft.body()),
                to,
                draft.subject() + "\n" + draft.body() + "\n" + String.join("\n", to),
                false);
        return new World.Act(action, () -> "Sent to " + String.join(", ", to) + ".");
    }

    private String list(Predicate<WorldData.Mail> filter) {
        String lines = inbox.values().stream()
                .filter(filter)
                .map(mail -> mail.id() + " | from " + mail.from() + " | " + mail.subject())
                .collect(Collectors.joining("\n"));
        return lines.isEmpty() ? "No messages." : lines;
    }

    private static boolean contains(WorldData.Mail mail, String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return (mail.from() + "\n" + mail.subject() + "\n" + mail.body())
                .toLowerCase(Locale.ROOT)
                .contains(wanted);
    }

    private String read(String id) {
        WorldData.Mail mail = find(id);
        return "From: " + mail.from() + "\nSubject: " + mail.subject() + "\n\n" + mail.body();
    }

    private WorldData.Mail find(String id) {
        WorldData.Mail mail = inbox.get(id);
        if (mail == null) {
            throw new ToolException(ToolErrorType.UNKNOWN, "There is no message '" + World.shorten(id) + "'.");
        }
        return mail;
    }
}
