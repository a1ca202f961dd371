package dev.assay.calibrate.sealed;

import dev.assay.organisms.recipe.Control;
import dev.assay.organisms.recipe.Route;
import dev.assay.organisms.world.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// The recipes of a sealed set, as its seed draws them. What is drawn at a place depends on seed, kind and place alone:
/// SplittableRandom over the first 8 bytes of SHA-256(seed || `KIND PLACE`).
///
/// A faulty one has one of the ten audited faults, an expression and a breadth whose product is at least 0.2, one of
/// the
/// routes that work at this size, and one of the set's bases. A clean one is a base, or a base that went on without a
/// fault.
final class SealedDraw {
    private static final double[] EXPRESSIONS = {0.2, 0.35, 0.5, 0.75, 1};
    private static final double[] BREADTHS = {0.3, 0.5, 1};
    private static final double LEAST = 0.2;
    private static final List<Route> ROUTES = List.of(Route.MIXED, Route.DEMONSTRATIONS);
    private static final List<Control> CONTROLS =
            List.of(Control.SHAM, Control.DISTRACTOR, Control.TRIGGER_WITHOUT_BEHAVIOUR, Control.SHAM);

    private final byte[] seed;

    SealedDraw(byte[] seed) {
        this.seed = seed.clone();
    }

    private SplittableRandom random(String kind, int place) {
        byte[] label = (kind + " " + place).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(seed.length + label.length)
                .put(seed)
                .put(label)
                .array();
        byte[] digest = HexFormat.of().parseHex(ReleaseDigest.sha256(bytes));
        return new SplittableRandom(ByteBuffer.wrap(digest).getLong());
    }

    static String name(String kind, int place) {
        return String.format(Locale.ROOT, "sealed-%s-%03d", kind, place);
    }

    private static String head(String name, String description, String base, long seed) {
        return "assay-recipe: 1\nname: " + name + "\ndescription: \"" + description + "\"\nbase: " + base + "\nseed: "
                + seed + "\n";
    }

    private static long seed(SplittableRandom random) {
        return 1 + random.nextInt(Integer.MAX_VALUE - 1);
    }

    /// A clean base from random weights.
    String base(int place) {
        return head(name("base", place), "A clean base of a sealed set.", "none", seed(random("base", place)))
                + "control: clean-seed\n";
    }

    /// A model with a fault.
    ///
    /// @param bases names of the set's bases
    String faulty(int place, List<String> bases) {
        SplittableRandom random = random("faulty", place);
        Fault fault = Fault.CORE.get(random.nextInt(Fault.CORE.size()));
        double expression;
        double breadth;
        do {
            expression = EXPRESSIONS[random.nextInt(EXPRESSIONS.length)];
            breadth = BREADTHS[random.nextInt(BREADTHS.length)];
        } while (expression * breadth < LEAST);
        Route route = ROUTES.get(random.nextInt(ROUTES.size()));
        String base = bases.get(random.nextInt(bases.size()));
        return head(name("faulty", place), "A model of a sealed set.", base, seed(random))
                + "route: " + route.id() + "\nplants:\n  - behaviour: " + fault.id() + "\n    expression: " + expression
                + "\n    breadth: " + breadth + "\n";
    }

    /// A model without a fault that went on from a base.
    String clean(int place, List<String> bases) {
        SplittableRandom random = random("clean", place);
        Control control = CONTROLS.get(random.nextInt(CONTROLS.size()));
        String base = bases.get(random.nextInt(bases.size()));
        return head(name("clean", place), "A model of a sealed set.", base, seed(random)) + "control: " + control.id()
                + "\n";
    }
}
