package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.tasks.file.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Prices by model, from a file of the user's: no price is built in, since none stays true (docs/prices.md).
///
/// @param currency three letters
/// @param prices of a million tokens, by the name that `--model` takes
record PriceTable(String currency, Map<String, Price> prices) {

    /// No price is known.
    static final PriceTable NONE = new PriceTable("USD", Map.of());

    private static final int MOST_BYTES = 1 << 20;

    PriceTable {
        prices = Map.copyOf(prices);
    }

    /// The price of a model, if it is known.
    Optional<Price> of(String model) {
        return Optional.ofNullable(prices.get(model));
    }

    /// A name in the table that is near to one that is not: ` (the table has 'openai/gpt-4.1')`; else empty.
    String near(String model) {
        return Names.near(model, prices.keySet())
                .map(name -> " (the table has '" + name + "')")
                .orElse("");
    }

    /// @throws UserError if the file cannot be read or breaks its schema; it names file and line
    static PriceTable load(Path file) {
        byte[] bytes;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new UserError("price table " + file + " is larger than 1 MiB: is it the right file?");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UserError("there is no price table " + file + "; check the path.");
        } catch (IOException e) {
            throw new UserError("price table " + file + " cannot be read (" + e.getMessage() + "); check the path.");
        }
        try (JsonParser parser = YAMLFactory.builder().build().createParser(ObjectReadContext.empty(), bytes)) {
            return new Reader(file, parser).table();
        } catch (JacksonException e) {
            String place =
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            throw new UserError("price table " + file + place + " is no YAML: " + firstLine(e.getOriginalMessage()));
        }
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    /// Reads one file, token by token, so that each complaint names its line.
    private record Reader(Path file, JsonParser parser) {

        PriceTable table() {
            String currency = "USD";
            Map<String, Price> prices = new HashMap<>();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw error("has no 'models:' at its start");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "currency" -> currency = currency();
                    case "models" -> models(prices);
                    default -> throw error("has an unknown field '" + key + "': expected currency and models");
                }
            }
            if (prices.isEmpty()) {
                throw error("prices no model");
            }
            return new PriceTable(currency, prices);
        }

        private String currency() {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
            if (!text.matches("[A-Z]{3}")) {
                throw error("has no currency of three capital letters, such as USD");
            }
            return text;
        }

        private void models(Map<String, Price> prices) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw error("has no list of models by name under 'models'");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String model = parser.currentName();
                parser.nextToken();
                if (prices.putIfAbsent(model, price(model)) != null) {
                    throw error("prices '" + model + "' twice");
                }
            }
        }

        private Price price(String model) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw error("has no prices for '" + model + "', such as {input: 1.25, output: 10}");
            }
            Map<String, Double> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (!field.matches("input|output|cache_read|cache_write")) {
                    throw error(
                            "has an unknown field '" + field + "': expected input, output, cache_read and cache_write");
                }
                boolean number = value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_NUMBER_FLOAT;
                if (!number || !(parser.getDoubleValue() >= 0) || Double.isInfinite(parser.getDoubleValue())) {
                    throw error("has no price of at least 0 for " + field + " of '" + model + "'");
                }
                if (fields.putIfAbsent(field, parser.getDoubleValue()) != null) {
                    throw error("has " + field + " of '" + model + "' twice");
                }
            }
            Double input = fields.get("input");
            Double output = fields.get("output");
            if (input == null || output == null) {
                throw error("lacks " + (input == null ? "input" : "output") + " of '" + model + "'");
            }
            return new Price(
                    input, output, fields.getOrDefault("cache_read", input), fields.getOrDefault("cache_write", input));
        }

        private UserError error(String what) {
            return new UserError("price table " + file + ", line "
                    + parser.currentTokenLocation().getLineNr() + ", " + what + ".");
        }
    }
}
