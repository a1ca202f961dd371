package dev.assay.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RequestKeyTest {

    private final Set<String> varied = new TreeSet<>();

    /// Requests that between them have something in every field there is.
    private static List<ModelRequest> requests() {
        GenerateConfig config = new GenerateConfig.Builder()
                .temperature(OptionalDouble.of(0))
                .topP(OptionalDouble.of(0.5))
                .topK(OptionalInt.of(5))
                .maxTokens(77)
                .seed(OptionalLong.of(3))
                .stop(List.of("a", "b"))
                .topLogprobs(4)
                .frequencyPenalty(OptionalDouble.of(0.25))
                .presencePenalty(OptionalDouble.of(0.75))
                .reasoningEffort(Optional.of("low"))
                .reasoningTokens(OptionalInt.of(9))
                .responseSchema(Optional.of(new ResponseSchema("form", "{}", true)))
                .build();
        List<Content> parts = List.of(
                new Content.Text("see"),
                new Content.Reasoning("thought", Optional.of("signed"), false),
                Content.Image.of("data:image/png;base64,AAAA"));
        List<ChatMessage> messages = List.of(
                ChatMessage.system("be brief"),
                ChatMessage.user(parts),
                ChatMessage.assistant(parts, List.of(new ToolCall("1", "look", "{}"))),
                ChatMessage.tool(
                        "nothing",
                        new ToolResult("1", "look", Optional.of(new ToolResult.ToolError("timeout", "too late")))));
        List<ToolInfo> tools = List.of(new ToolInfo("look", "looks", "{\"type\":\"object\"}"));
        return List.of(
                new ModelRequest(messages, tools, new ToolChoice.Named("look"), config),
                ModelRequest.of(List.of(ChatMessage.user("Hello")), GenerateConfig.DEFAULT));
    }

    @Test
    void everyFieldOfARequestChangesItsKey() {
        Map<RequestKey, ModelRequest> seen = new HashMap<>();
        int distinct = 0;
        for (ModelRequest request : requests()) {
            List<Object> all = new ArrayList<>(variants(request));
            all.add(request);
            for (Object each : all) {
                ModelRequest variant = (ModelRequest) each;
                // Asked at temperature 0, or within one and the same draw, the key is of the request alone.
                RequestKey key = RequestKey.of(variant, "f", Optional.of(new CallTrace("s", 1)))
                        .orElseThrow();
                ModelRequest before = seen.putIfAbsent(key, variant);
                assertThat(before == null || before.equals(variant))
                        .as("%s and %s", before, variant)
                        .isTrue();
                distinct++;
            }
        }
        assertThat(distinct).isGreaterThan(100);
        assertThat(varied).isEqualTo(components(ModelRequest.class, new TreeSet<>()));
    }

    /// Every component of every record that a request may be made of.
    private static Set<String> components(Class<?> type, Set<String> names) {
        if (type.isSealed()) {
            for (Class<?> kind : type.getPermittedSubclasses()) {
                components(kind, names);
            }
        } else if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (names.add(name(component))) {
                    components(component.getType(), names);
                    if (component.getGenericType() instanceof ParameterizedType generic) {
                        for (Type argument : generic.getActualTypeArguments()) {
                            components((Class<?>) argument, names);
                        }
                    }
                }
            }
        }
        return names;
    }

    private static String name(RecordComponent component) {
        return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
    }

    /// Values that differ from `value` in one place.
    private List<?> variants(Object value) {
        return switch (value) {
            case String text -> List.of(text + "x", text.isEmpty() ? "y" : text.substring(1));
            case Boolean flag -> List.of(!flag);
            case Integer number -> List.of(number + 1);
            case Long number -> List.of(number + 1);
            case Double number -> List.of(number == 0 ? 0.5 : number / 2);
            case Enum<?> word ->
                Arrays.stream(word.getDeclaringClass().getEnumConstants())
                        .filter(other -> other != word)
                        .toList();
            case OptionalInt number ->
                number.isPresent()
                        ? List.of(OptionalInt.empty(), OptionalInt.of(number.getAsInt() + 1))
                        : List.of(OptionalInt.of(1));
            case OptionalLong number ->
                number.isPresent()
                        ? List.of(OptionalLong.empty(), OptionalLong.of(number.getAsLong() + 1))
                        : List.of(OptionalLong.of(1));
            case OptionalDouble number ->
                number.isPresent()
                        ? List.of(
                                OptionalDouble.empty(),
                                OptionalDouble.of(number.getAsDouble() == 0 ? 0.5 : number.getAsDouble() / 2))
                        : List.of(OptionalDouble.of(0.5));
            case Optional<?> optional -> {
                List<Object> all = new ArrayList<>();
                optional.ifPresent(held -> {
                    all.add(Optional.empty());
                    variants(held).forEach(variant -> all.add(Optional.of(variant)));
                });
                yield all;
            }
            case List<?> list -> ofList(list);
            case ToolChoice.Named named ->
                List.of(
                        ToolChoice.AUTO,
                        ToolChoice.ANY,
                        ToolChoice.NONE,
                        ofRecord(named).getFirst());
            case Record whole -> ofRecord(whole);
            default -> throw new IllegalStateException("No way is known to vary a " + value.getClass());
        };
    }

    private List<Object> ofList(List<?> list) {
        List<Object> all = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            List<Object> shorter = new ArrayList<>(list);
            shorter.remove(index);
            all.add(shorter);
            for (Object variant : variants(list.get(index))) {
                List<Object> changed = new ArrayList<>(list);
                changed.set(index, variant);
                all.add(changed);
            }
        }
        if (list.size() > 1) {
            all.add(list.reversed());
        }
        return all;
    }

    private List<Object> ofRecord(Record whole) {
        RecordComponent[] components = whole.getClass().getRecordComponents();
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = whole.getClass().getDeclaredConstructor(types);
            Object[] values = new Object[components.length];
            for (int index = 0; index < values.length; index++) {
                values[index] = components[index].getAccessor().invoke(whole);
            }
            List<Object> all = new ArrayList<>();
            for (int index = 0; index < values.length; index++) {
                for (Object variant : variants(values[index])) {
                    Object[] changed = values.clone();
                    changed[index] = variant;
                    try {
                        all.add(constructor.newInstance(changed));
                        varied.add(name(components[index]));
                    } catch (InvocationTargetException refused) {
                        assertThat(refused.getCause()).isInstanceOf(IllegalArgumentException.class);
                    }
                }
            }
            return all;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ModelRequest at(GenerateConfig config) {
        return ModelRequest.of(List.of(ChatMessage.user("Throw a die.")), config);
    }

    private static RequestKey key(GenerateConfig config, CallTrace trace) {
        return RequestKey.of(at(config), "f", Optional.of(trace)).orElseThrow();
    }

    @Test
    void atTemperatureZeroThereIsOneAnswerForAll() {
        RequestKey key =
                RequestKey.of(at(GenerateConfig.DEFAULT), "f", Optional.empty()).orElseThrow();
        assertThat(key(GenerateConfig.DEFAULT, new CallTrace("a", 1))).isEqualTo(key);
        assertThat(key(GenerateConfig.DEFAULT, new CallTrace("b", 2))).isEqualTo(key);
    }

    @Test
    void everyDrawIsItsOwnAndIsFoundAgain() {
        for (GenerateConfig config : List.of(
                GenerateConfig.DEFAULT.withModelTemperature(),
                GenerateConfig.DEFAULT.withTemperature(1),
                GenerateConfig.DEFAULT.withTemperature(1e-9).withSeed(4))) {
            assertThat(RequestKey.of(at(config), "f", Optional.empty())).isEmpty();
            List<RequestKey> first = draws(config);
            assertThat(first).doesNotHaveDuplicates();
            assertThat(draws(config)).isEqualTo(first);
        }
    }

    private static List<RequestKey> draws(GenerateConfig config) {
        List<RequestKey> keys = new ArrayList<>();
        for (String sample : List.of("a", "b")) {
            for (int epoch = 1; epoch <= 3; epoch++) {
                CallTrace trace = new CallTrace(sample, epoch);
                for (int repetition = 0; repetition < 3; repetition++) {
                    keys.add(key(config, trace));
                }
            }
        }
        return keys;
    }

    @Test
    void anotherModelHasAnotherKey() {
        assertThat(RequestKey.of(at(GenerateConfig.DEFAULT), "f", Optional.empty()))
                .isNotEqualTo(RequestKey.of(at(GenerateConfig.DEFAULT), "g", Optional.empty()));
    }

    @Test
    void lengthsAndLoneSurrogatesAreTold() {
        List<String> texts = List.of("\ud83d", "\ude00", "?", "\ufffd", "a".repeat(5000), "a".repeat(5001));
        Set<String> keys = new TreeSet<>();
        for (String text : texts) {
            keys.add(RequestKey.of(
                            ModelRequest.of(List.of(ChatMessage.user(text)), GenerateConfig.DEFAULT),
                            "f",
                            Optional.empty())
                    .orElseThrow()
                    .sha256());
        }
        assertThat(keys).hasSameSizeAs(texts);
    }

    @Test
    void aKeyIsADigestAndNothingElse() {
        assertThatThrownBy(() -> new RequestKey("../x")).isInstanceOf(IllegalArgumentException.class);
    }
}
