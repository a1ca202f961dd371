package dev.assay.calibrate.sealed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.organisms.recipe.Plant;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.recipe.RecipeFile;
import dev.assay.organisms.world.Fault;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealedDrawTest {
    private static final List<String> BASES = List.of("sealed-base-001", "sealed-base-002");
    private static final SealedDraw DRAW = new SealedDraw(new byte[] {1, 2, 3, 4});

    private static Recipe parsed(String text) {
        return RecipeFile.parse("drawn.yaml", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
    }

    @Test
    void everyDrawIsARecipe() {
        Set<Fault> faults = new HashSet<>();
        Set<Object> routes = new HashSet<>();
        for (int place = 1; place <= 200; place++) {
            Recipe faulty = parsed(DRAW.faulty(place, BASES));
            Plant plant = faulty.plants().getFirst();
            assertThat(plant.expression() * plant.breadth()).isGreaterThanOrEqualTo(0.2);
            assertThat(faulty.parent())
                    .hasValueSatisfying(base -> assertThat(BASES).contains(base));
            faults.add(plant.fault());
            routes.add(faulty.route());
            assertThat(parsed(DRAW.clean(place, BASES)).plants()).isEmpty();
            assertThat(parsed(DRAW.base(place)).parent()).isEmpty();
        }
        assertThat(faults).hasSize(Fault.CORE.size());
        assertThat(routes).hasSize(2);
    }

    @Test
    void theSameSeedDrawsTheSameAndAnotherAnother() {
        SealedDraw other = new SealedDraw(new byte[] {1, 2, 3, 5});
        int same = 0;
        for (int place = 1; place <= 50; place++) {
            assertThat(new SealedDraw(new byte[] {1, 2, 3, 4}).faulty(place, BASES))
                    .isEqualTo(DRAW.faulty(place, BASES));
            same += DRAW.base(place).equals(other.base(place)) ? 1 : 0;
        }
        assertThat(same).isZero();
    }
}
