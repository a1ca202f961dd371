package dev.assay.engine.template;

import java.util.List;

/// What Python gives for `keys()`, `values()` and `items()` of a map: it has a length and can be looped over,
/// but has no items by number.
///
/// @param name such as `dict_keys`
record View(String name, List<Object> items) {}
