package dev.assay.agents.tool;

import dev.assay.agents.tool.ArgumentType.Fields;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From Java types to types of arguments.
final class ArgumentTypes {

    private final Deque<Class<?>> open = new ArrayDeque<>();

    private ArgumentTypes() {}

    static ArgumentType ofRecord(Class<? extends Record> type) {
        return new ArgumentTypes().fields(type);
    }

    private Fields fields(Class<?> type) {
        if (open.contains(type)) {
            throw new IllegalArgumentException(
                    "The record " + type.getName() + " contains itself: a tool's arguments must end somewhere.");
        }
        open.push(type);
        List<Fields.Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean optional = component.getType() == Optional.class;
            Type value = optional ? argument(component.getGenericType(), 0) : component.getGenericType();
            Description description = component.getAnnotation(Description.class);
            fields.add(new Fields.Field(
                    component.getName(),
                    description == null ? "" : description.value(),
                    of(value, component),
                    optional));
        }
        open.pop();
        return new Fields(type, constructor(type), List.copyOf(fields));
    }

    private static MethodHandle constructor(Class<?> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return MethodHandles.lookup().unreflectConstructor(constructor);
        } catch (ReflectiveOperationException | InaccessibleObjectException closed) {
            throw new IllegalArgumentException(
                    "The record " + type.getName() + " cannot be made from outside: make it public in an exported "
                            + "package, or open its package to dev.assay.agents.",
                    closed);
        }
    }

    private ArgumentType of(Type type, RecordComponent component) {
        Class<?> raw = raw(type);
        if (raw == String.class) {
            Length length = component.getAnnotation(Length.class);
            return length == null
                    ? new ArgumentType.Text(0, Integer.MAX_VALUE)
                    : new ArgumentType.Text(length.min(), length.max());
        }
        if (raw == int.class || raw == Integer.class) {
            return whole(true, component.getAnnotation(Range.class));
        }
        if (raw == long.class || raw == Long.class) {
            return whole(false, component.getAnnotation(Range.class));
        }
        if (raw == double.class || raw == Double.class || raw == BigDecimal.class) {
            Range range = component.getAnnotation(Range.class);
            return new ArgumentType.Real(
                    raw == BigDecimal.class,
                    range == null ? Double.NEGATIVE_INFINITY : range.min(),
                    range == null ? Double.POSITIVE_INFINITY : range.max());
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return new ArgumentType.Flag();
        }
        if (raw == List.class) {
            // On a list, @Length is about the list and not about its texts.
            Length length = component.getAnnotation(Length.class);
            ArgumentType item = of(argument(type, 0), component);
            return new ArgumentType.Items(
                    item instanceof ArgumentType.Text ? new ArgumentType.Text(0, Integer.MAX_VALUE) : item,
                    length == null ? 0 : length.min(),
                    length == null ? Integer.MAX_VALUE : length.max());
        }
        if (raw == Map.class && argument(type, 0) == String.class) {
            return new ArgumentType.Entries(of(argument(type, 1), component));
        }
        if (raw != null && raw.isEnum()) {
            return choice(raw);
        }
        if (raw != null && raw.isRecord()) {
            return fields(raw);
        }
        throw new IllegalArgumentException("The component '" + component.getName() + "' of "
                + component.getDeclaringRecord().getName() + " is a " + type.getTypeName()
                + ", which a tool cannot take: use a String, a number, a boolean, an enum, a record, a List, a Map "
                + "with String keys, or an Optional of those.");
    }

    private static ArgumentType whole(boolean narrow, @Nullable Range range) {
        long least = narrow ? Integer.MIN_VALUE : Long.MIN_VALUE;
        long most = narrow ? Integer.MAX_VALUE : Long.MAX_VALUE;
        if (range != null) {
            least = Math.max(least, (long) Math.ceil(range.min()));
            most = Math.min(most, (long) Math.floor(range.max()));
        }
        return new ArgumentType.Whole(narrow, least, most);
    }

    private static ArgumentType choice(Class<?> type) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            values.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant);
        }
        return new ArgumentType.Choice(values);
    }

    private static @Nullable Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        return type instanceof ParameterizedType parameterized ? (Class<?>) parameterized.getRawType() : null;
    }

    private static Type argument(Type type, int index) {
        if (type instanceof ParameterizedType parameterized) {
            return parameterized.getActualTypeArguments()[index];
        }
        throw new IllegalArgumentException(type.getTypeName() + " says nothing of what it holds: give its type.");
    }
}
