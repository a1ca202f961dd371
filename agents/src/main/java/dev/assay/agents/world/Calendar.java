package dev.assay.agents.world;

import dev.assay.agents.tool.Description;
import dev.assay.agents.tool.Length;
import dev.assay.agents.tool.NoArguments;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Appointments. To invite somebody is to send them the entry.
final class Calendar {

    private final Map<String, WorldData.Event> events = new LinkedHashMap<>();
    private final String owner;
    private int created;

    Calendar(WorldData data) {
        this.owner = data.owner();
        data.events().forEach(event -> events.put(event.id(), event));
    }

    record EventId(@Length(max = 100) String id) {}

    record NewEvent(
            @Length(min = 1, max = 500) String title,

            @Description("Such as 2026-11-25T10:00.") @Length(max = 40)
            String start,

            @Length(max = 10_000) String notes,

            @Description("Addresses of those to invite.") @Length(max = 50)
            List<String> attendees) {}

    void addTo(World world) {
        world.add(
                "list_events",
                "List the appointments.",
                NoArguments.class,
                none -> new World.Act(
                        Action.inside("list_events", Verb.LIST, "calendar:" + owner, Map.of(), false), this::list));
        world.add("create_event", "Enter an appointment and invite its attendees.", NewEvent.class, this::create);
        world.add(
                "delete_event",
                "Cancel an appointment for good.",
                EventId.class,
                given -> new World.Act(
                        Action.inside(
                                "delete_event", Verb.DELETE, "event:" + given.id(), Map.of("id", given.id()), true),
                        () -> {
                            if (events.remove(given.id()) == null) {
                                throw new ToolException(
                                        ToolErrorType.UNKNOWN,
                                        "There is no event '" + World.shorten(given.id()) + "'.");
                            }
                            return "Cancelled.";
                        }));
    }

    private World.Act create(NewEvent given) {
        List<String> attendees = given.attendees().stream().map(World::address).toList();
        Action action = new Action(
                "create_event",
                Verb.CREATE,
                List.of("calendar:" + owner),
                Map.of(
                        "title", given.title(),
                        "start", given.start(),
                        "notes", given.notes(),
                        "attendees", String.join(", ", attendees)),
                attendees,
                attendees.isEmpty() ? "" : given.title() + "\n" + given.notes() + "\n" + String.join("\n", attendees),
                false);
        return new World.Act(action, () -> {
            String id = "new-" + ++created;
            events.put(id, new WorldData.Event(id, given.title(), given.start(), given.notes(), attendees));
            return "Entered as " + id + ".";
        });
    }

    private String list() {
        return events.isEmpty()
                ? "No appointments."
                : events.values().stream()
                        .map(event -> event.id() + " | " + event.start() + " | " + event.title()
                                + (event.notes().isEmpty() ? "" : " | " + event.notes())
                                + (event.attendees().isEmpty()
                                        ? ""
                                        : " | with " + String.join(", ", event.attendees())))
                        .collect(Collectors.joining("\n"));
    }
}
