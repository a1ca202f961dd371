package dev.assay.store.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where two JSON values differ. Null members count as missing and an integer equals the same float, as in
/// Inspect; NaN equals NaN. The golden files write it `{"float": "nan"}`.
final class Differences {

    private Differences() {}

    static List<String> between(JsonNode ours, JsonNode golden) {
        List<String> found = new ArrayList<>();
        compare(ours, golden, "", found);
        return found;
    }

    private static void compare(JsonNode ours, JsonNode golden, String where, List<String> found) {
        if (golden.isObject() && golden.has("float") && golden.size() == 1) {
            boolean same = ours.isNumber()
                    && switch (golden.get("float").asString()) {
                        case "nan" -> Double.isNaN(ours.doubleValue());
                        case "inf" -> ours.doubleValue() == Double.POSITIVE_INFINITY;
                        default -> ours.doubleValue() == Double.NEGATIVE_INFINITY;
                    };
            if (!same) {
                found.add(where + ": " + ours + " for " + golden);
            }
        } else if (ours instanceof ObjectNode a && golden instanceof ObjectNode b) {
            TreeSet<String> names = new TreeSet<>();
            for (ObjectNode object : List.of(a, b)) {
                object.properties().stream()
                        .filter(entry -> !entry.getValue().isNull())
                        .forEach(entry -> names.add(entry.getKey()));
            }
            for (String name : names) {
                JsonNode left = a.get(name);
                JsonNode right = b.get(name);
                if (left == null || left.isNull()) {
                    found.add(where + "/" + name + ": only golden has " + shortened(right));
                } else if (right == null || right.isNull()) {
                    found.add(where + "/" + name + ": only ours has " + shortened(left));
                } else {
                    compare(left, right, where + "/" + name, found);
                }
            }
        } else if (ours.isArray() && golden.isArray() && ours.size() == golden.size()) {
            for (int index = 0; index < ours.size(); index++) {
                compare(ours.get(index), golden.get(index), where + "[" + index + "]", found);
            }
        } else if (ours.isNumber() && golden.isNumber()) {
            if (ours.doubleValue() != golden.doubleValue()) {
                found.add(where + ": " + ours + " for " + golden);
            }
        } else if (!ours.equals(golden)) {
            found.add(where + ": " + shortened(ours) + " for " + shortened(golden));
        }
    }

    private static String shortened(JsonNode json) {
        String text = json.toString();
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
