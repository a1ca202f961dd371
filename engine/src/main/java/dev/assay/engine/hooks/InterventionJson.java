package dev.assay.engine.hooks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Interventions as JSON, the same text for the same interventions. Vectors are 32-bit floats, little-endian, in
/// base64.
final class InterventionJson {

    private InterventionJson() {}

    static ObjectNode write(Intervention intervention) {
        var node = JsonMapper.shared().createObjectNode();
        switch (intervention) {
            case Intervention.Adding adding -> {
                node.put("kind", "add").put("coefficient", adding.coefficient());
                vector(node.putObject("direction"), adding.direction());
            }
            case Intervention.Ablating ablating -> {
                node.put("kind", "ablate");
                vector(node.putObject("direction"), ablating.direction());
            }
            case Intervention.Projecting projecting -> {
                node.put("kind", "project");
                vector(node.putObject("direction"), projecting.direction());
            }
            case Intervention.Replacing replacing -> {
                node.put("kind", "replace");
                vector(node.putObject("values"), replacing.values());
            }
            case Intervention.Patching patching -> {
                node.put("kind", "patch");
                var rows = node.putArray("rows");
                patching.rows().forEach(row -> vector(rows.addObject(), row));
            }
            case Intervention.Blocking blocking -> {
                node.put("kind", "block");
                if (!blocking.keys().everywhere()) {
                    var keys = node.putArray("keys");
                    blocking.keys().offsets().forEach(keys::add);
                }
            }
            case Intervention.Orthogonalising orthogonalising -> {
                node.put("kind", "orthogonalise");
                vector(node.putObject("direction"), orthogonalising.direction());
            }
        }
        var sites = node.putArray("sites");
        intervention.sites().forEach(site -> sites.add(site.toString()));
        if (!intervention.positions().everywhere()) {
            var positions = node.putArray("positions");
            intervention.positions().offsets().forEach(positions::add);
        }
        return node;
    }

    private static void vector(ObjectNode node, Direction direction) {
        var bytes = ByteBuffer.allocate(4 * direction.size()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(direction.values());
        node.put("label", direction.label()).put("f32", Base64.getEncoder().encodeToString(bytes.array()));
    }

    /// @throws IllegalArgumentException if it is no intervention
    static Intervention read(JsonNode node) {
        var kind = node.path("kind").asString("");
        var positions = positions(node.path("positions"));
        return switch (kind) {
            case "add" -> {
                if (!node.path("coefficient").isNumber()) {
                    throw new IllegalArgumentException("'add' lacks its coefficient");
                }
                yield new Intervention.Adding(
                        site(node),
                        vector(node.path("direction")),
                        node.path("coefficient").doubleValue(),
                        positions);
            }
            case "ablate" -> new Intervention.Ablating(sites(node), vector(node.path("direction")), positions);
            case "project" -> new Intervention.Projecting(site(node), vector(node.path("direction")), positions);
            case "replace" -> new Intervention.Replacing(site(node), vector(node.path("values")), positions);
            case "patch" -> {
                var rows = new ArrayList<Direction>();
                node.path("rows").forEach(row -> rows.add(vector(row)));
                yield new Intervention.Patching(site(node), positions.offsets(), rows);
            }
            case "block" -> new Intervention.Blocking(sites(node), positions, positions(node.path("keys")));
            case "orthogonalise" -> new Intervention.Orthogonalising(vector(node.path("direction")));
            default ->
                throw new IllegalArgumentException(
                        "an intervention is of no known kind: add, ablate, project, replace, patch, block, orthogonalise");
        };
    }

    private static List<Site> sites(JsonNode node) {
        var sites = new ArrayList<Site>();
        node.path("sites").forEach(site -> sites.add(Site.parse(site.asString(""))));
        return sites;
    }

    private static Site site(JsonNode node) {
        var sites = sites(node);
        if (sites.size() != 1) {
            throw new IllegalArgumentException("an intervention names %d sites, not one".formatted(sites.size()));
        }
        return sites.getFirst();
    }

    private static Positions positions(JsonNode node) {
        if (node.isMissingNode()) {
            return Positions.all();
        }
        var offsets = new ArrayList<Integer>();
        for (var offset : node) {
            if (!offset.canConvertToInt()) {
                throw new IllegalArgumentException("a position is no whole number");
            }
            offsets.add(offset.intValue());
        }
        return new Positions(false, offsets);
    }

    private static Direction vector(JsonNode node) {
        var bytes = Base64.getDecoder().decode(node.path("f32").asString(""));
        if (bytes.length % 4 != 0) {
            throw new IllegalArgumentException("a vector is no whole number of 32-bit floats");
        }
        var values = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return Direction.of(node.path("label").asString(""), values);
    }
}
