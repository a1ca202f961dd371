package dev.assay.app.eval;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Prices by model.
///
/// @param currency three letters
/// @param prices by the name that `--model` takes
record PriceTable(String currency, Map<String, Price> prices) {

    static final PriceTable NONE = new PriceTable("USD", Map.of());

    PriceTable {
        prices = Map.copyOf(prices);
    }

    static PriceTable load(Path file) {
        throw new UnsupportedOperationException(file.toString());
    }

    Optional<Price> of(String model) {
        return Optional.ofNullable(prices.get(model));
    }
}
