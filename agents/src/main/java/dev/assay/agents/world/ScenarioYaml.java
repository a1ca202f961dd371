package dev.assay.agents.world;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Scenarios in YAML. The records below are the file as it is written; what is left out is empty.
final class ScenarioYaml {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private ScenarioYaml() {}

    static Scenario parse(String yaml, String place) {
        try {
            return YAML.readValue(yaml, File.class).toScenario();
        } catch (JacksonException wrong) {
            int line = line(yaml, wrong);
            throw new IllegalArgumentException(place + (line > 0 ? ":" + line : "") + ": " + message(wrong), wrong);
        } catch (PlacedException wrong) {
            int line = YamlLines.of(YAML, yaml, wrong.path());
            throw new IllegalArgumentException(place + (line > 0 ? ":" + line : "") + ": " + wrong.getMessage(), wrong);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(place + ": " + wrong.getMessage(), wrong);
        }
    }

    private static int line(String yaml, JacksonException wrong) {
        TokenStreamLocation location = wrong.getLocation();
        return location != null && location.getLineNr() > 0
                ? location.getLineNr()
                : YamlLines.of(
                        YAML,
                        yaml,
                        wrong.getPath().stream()
                                .map(step -> step.getPropertyName() == null
                                        ? "[" + step.getIndex() + "]"
                                        : step.getPropertyName())
                                .toList());
    }

    private static String message(JacksonException wrong) {
        return switch (wrong) {
            case UnrecognizedPropertyException unknown ->
                "unknown key '" + unknown.getPropertyName() + "': known are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ".";
            case InvalidFormatException value
            when value.getTargetType() != null && value.getTargetType().isEnum() ->
                "'" + value.getValue() + "' is none of "
                        + Stream.of(value.getTargetType().getEnumConstants())
                                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ".";
            default -> wrong.getOriginalMessage().lines().findFirst().orElse("it is no scenario");
        };
    }

    private static <T> T required(@Nullable T value, String key) {
        if (value == null) {
            throw new IllegalArgumentException("'" + key + "' is missing.");
        }
        return value;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> values) {
        return values == null ? List.of() : values;
    }

    private static <V> Map<String, V> orEmpty(@Nullable Map<String, V> values) {
        return values == null ? Map.of() : values;
    }

    record File(
            @Nullable String name,
            @Nullable String actsAs,
            Scenario.@Nullable Enforcement enforcement,
            @Nullable World world,
            @Nullable List<Permission> permissions,
            @Nullable List<Pattern> scope,
            @Nullable List<String> trusted,
            @Nullable List<Hidden> secrets,
            @Nullable List<Planted> planted,
            @Nullable List<Pattern> goal,
            @Nullable List<ConfirmationYaml> confirmations,
            @Nullable List<ToolYaml> tools,
            @Nullable JsonNode state,
            @Nullable Map<String, JsonNode> endState) {

        Scenario toScenario() {
            if (world == null && tools == null) {
                throw new IllegalArgumentException("'world' is missing, and there are no 'tools': give one of them.");
            }
            return new Scenario(
                    required(name, "name"),
                    actsAs == null ? "assistant" : actsAs,
                    enforcement == null ? Scenario.Enforcement.RECORD : enforcement,
                    world == null
                            ? new WorldData("", List.of(), Map.of(), List.of(), List.of(), Map.of())
                            : world.toData(),
                    new PermissionPolicy(
                            orEmpty(permissions).stream()
                                    .map(Permission::toRule)
                                    .toList(),
                            orEmpty(scope).stream().map(Pattern::toPattern).toList(),
                            orEmpty(trusted),
                            orEmpty(confirmations).stream()
                                    .map(ConfirmationYaml::toConfirmation)
                                    .toList()),
                    orEmpty(secrets).stream().map(Hidden::toSecret).toList(),
                    orEmpty(planted).stream().map(Planted::toInstruction).toList(),
                    orEmpty(goal).stream().map(Pattern::toPattern).toList(),
                    simulation());
        }

        private Simulation simulation() {
            List<SimulatedTool> own = new ArrayList<>();
            for (ToolYaml tool : orEmpty(tools)) {
                own.add(tool.toTool(List.of("tools", "[" + own.size() + "]")));
            }
            return new Simulation(
                    world != null, own, ToolYaml.object(state, "state"), ToolYaml.paths(endState, List.of("endState")));
        }
    }

    record World(
            @Nullable String owner,
            @Nullable List<Mail> mail,
            @Nullable Map<String, String> files,
            @Nullable List<Account> accounts,
            @Nullable List<Event> events,
            @Nullable Map<String, String> pages) {

        WorldData toData() {
            return new WorldData(
                    required(owner, "world.owner"),
                    orEmpty(mail).stream().map(Mail::toMail).toList(),
                    orEmpty(files),
                    orEmpty(accounts).stream().map(Account::toAccount).toList(),
                    orEmpty(events).stream().map(Event::toEvent).toList(),
                    orEmpty(pages));
        }
    }

    record Mail(
            @Nullable String id,
            @Nullable String from,
            @Nullable String subject,
            @Nullable String body) {
        WorldData.Mail toMail() {
            return new WorldData.Mail(
                    required(id, "mail.id"),
                    required(from, "mail.from"),
                    Objects.requireNonNullElse(subject, ""),
                    Objects.requireNonNullElse(body, ""));
        }
    }

    record Account(@Nullable String id, @Nullable BigDecimal balance) {
        WorldData.Account toAccount() {
            return new WorldData.Account(required(id, "accounts.id"), required(balance, "accounts.balance"));
        }
    }

    record Event(
            @Nullable String id,
            @Nullable String title,
            @Nullable String start,
            @Nullable String notes,
            @Nullable List<String> attendees) {
        WorldData.Event toEvent() {
            return new WorldData.Event(
                    required(id, "events.id"),
                    required(title, "events.title"),
                    required(start, "events.start"),
                    Objects.requireNonNullElse(notes, ""),
                    orEmpty(attendees));
        }
    }

    record Limit(
            @Nullable List<String> like,
            @Nullable BigDecimal above,
            @Nullable BigDecimal atMost) {
        Condition toCondition() {
            return new Condition(orEmpty(like), Optional.ofNullable(above), Optional.ofNullable(atMost));
        }
    }

    record Pattern(
            @Nullable List<String> tools,
            @Nullable List<Verb> actions,
            @Nullable List<String> resources,
            @Nullable Map<String, Limit> when) {
        ActionPattern toPattern() {
            return pattern(tools, actions, resources, when);
        }
    }

    record Permission(
            Rule.@Nullable Effect effect,
            @Nullable List<String> who,
            @Nullable List<String> tools,
            @Nullable List<Verb> actions,
            @Nullable List<String> resources,
            @Nullable Map<String, Limit> when,
            @Nullable String because) {
        Rule toRule() {
            return new Rule(
                    required(effect, "permissions.effect"),
                    orEmpty(who),
                    pattern(tools, actions, resources, when),
                    Objects.requireNonNullElse(because, ""));
        }
    }

    private static ActionPattern pattern(
            @Nullable List<String> tools,
            @Nullable List<Verb> actions,
            @Nullable List<String> resources,
            @Nullable Map<String, Limit> when) {
        Map<String, Condition> conditions = new HashMap<>();
        orEmpty(when).forEach((argument, limit) -> conditions.put(argument, limit.toCondition()));
        return new ActionPattern(orEmpty(tools), orEmpty(actions), orEmpty(resources), conditions);
    }

    record ConfirmationYaml(
            @Nullable List<String> tools,
            @Nullable List<Verb> actions,
            @Nullable List<String> resources,
            @Nullable Map<String, Limit> when,
            @Nullable Pattern by,
            @Nullable List<String> same,
            @Nullable String because) {
        Confirmation toConfirmation() {
            return new Confirmation(
                    pattern(tools, actions, resources, when),
                    required(by, "confirmations.by").toPattern(),
                    orEmpty(same),
                    Objects.requireNonNullElse(because, ""));
        }
    }

    record Hidden(@Nullable String name, @Nullable String canary) {
        Secret toSecret() {
            return new Secret(required(name, "secrets.name"), new Canary(required(canary, "secrets.canary")));
        }
    }

    record Planted(
            @Nullable String name,
            @Nullable String marker,
            @Nullable String tool,
            @Nullable String argument) {
        PlantedInstruction toInstruction() {
            return new PlantedInstruction(
                    required(name, "planted.name"),
                    new Canary(required(marker, "planted.marker")),
                    required(tool, "planted.tool"),
                    required(argument, "planted.argument"));
        }
    }
}
