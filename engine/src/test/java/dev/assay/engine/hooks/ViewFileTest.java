package dev.assay.engine.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.checkpoint.CheckpointException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewFileTest {

    private static final Direction D = Direction.of("d", 1, -2.5f, 1e-30f);

    static final List<Intervention> EVERY_KIND = List.of(
            new Intervention.Adding(Sites.residPost(1), D, 0.1, Positions.all()),
            new Intervention.Ablating(List.of(Sites.residPre(0), Sites.residMid(1)), D, Positions.last()),
            new Intervention.Projecting(Sites.attnZ(0).head(1), D, Positions.at(0, -2)),
            new Intervention.Replacing(Sites.mlpOut(1), D, Positions.all()),
            new Intervention.Patching(Sites.embed(), List.of(0, -1), List.of(D, D.times(2))),
            new Intervention.Patching(Sites.attnPattern(0), List.of(2, -1), List.of(D, Direction.of("e", 1))),
            new Intervention.Blocking(
                    List.of(Sites.attnPattern(0), Sites.attnPattern(1).head(2)), Positions.at(-1), Positions.at(3, -4)),
            new Intervention.Blocking(List.of(Sites.attnPattern(0)), Positions.all(), Positions.all()),
            new Intervention.Orthogonalising(D));

    @Test
    void everyInterventionIsReadBack(@TempDir Path folder) {
        var view = new ViewFile("sha256:0", EVERY_KIND);
        view.write(folder.resolve("view.json"));
        assertThat(ViewFile.read(folder.resolve("view.json"))).isEqualTo(view);
    }

    @Test
    void theDigestIsThatOfWhatIsDoneAndInWhichOrder() {
        var digest = ViewFile.digest(EVERY_KIND);
        assertThat(digest).matches("[0-9a-f]{64}").isEqualTo(ViewFile.digest(List.copyOf(EVERY_KIND)));
        assertThat(ViewFile.digest(EVERY_KIND.reversed())).isNotEqualTo(digest);
        assertThat(ViewFile.digest(List.of(EVERY_KIND.getFirst())))
                .isNotEqualTo(
                        ViewFile.digest(List.of(new Intervention.Adding(Sites.residPost(1), D, 0.2, Positions.all()))));
    }

    @Test
    void aDamagedFileIsRefusedInOneSentence(@TempDir Path folder) throws Exception {
        var file = folder.resolve("view.json");
        new ViewFile("sha256:0", EVERY_KIND).write(file);
        var text = Files.readString(file);
        for (var damage : List.of(
                List.of("assay-view/1", "assay-view/9"),
                List.of("\"add\"", "\"subtract\""),
                List.of("resid_post.1", "resid_post"),
                List.of("\"coefficient\":0.1", "\"coefficient\":\"0.1\""),
                List.of("\"f32\":\"", "\"f32\":\"?"),
                List.of("\"f32\":\"AACAPw", "\"f32\":\"AADAfw"),
                List.of("\"positions\":[0,-2]", "\"positions\":[]"),
                List.of("\"positions\":[0,-2]", "\"positions\":[1e99]"),
                List.of("{\"format\"", "[{\"format\""))) {
            assertThat(text).contains(damage.getFirst());
            Files.writeString(file, text.replace(damage.getFirst(), damage.getLast()));
            assertThatThrownBy(() -> ViewFile.read(file))
                    .as("%s", damage)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("view.json");
        }
        assertThatThrownBy(() -> ViewFile.read(folder.resolve("none"))).isInstanceOf(CheckpointException.class);
    }
}
