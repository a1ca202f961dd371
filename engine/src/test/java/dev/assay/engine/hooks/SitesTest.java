package dev.assay.engine.hooks;

import static dev.assay.engine.hooks.Sites.attnPattern;
import static dev.assay.engine.hooks.Sites.attnZ;
import static dev.assay.engine.hooks.Sites.finalNorm;
import static dev.assay.engine.hooks.Sites.residMid;
import static dev.assay.engine.hooks.Sites.residPre;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.ArchitectureFixtures;
import dev.assay.engine.architecture.DecoderConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class SitesTest {

    private static DecoderConfig config(String name) {
        return DecoderConfig.read(ArchitectureFixtures.folder(name).resolve("config.json"));
    }

    @Test
    void namesAreThoseOfTransformerLensAndReadBack() {
        assertThat(SiteKind.labels())
                .containsExactlyInAnyOrder(
                        "embed",
                        "resid_pre",
                        "resid_mid",
                        "resid_post",
                        "attn_q",
                        "attn_k",
                        "attn_v",
                        "attn_pattern",
                        "attn_z",
                        "attn_out",
                        "mlp_pre",
                        "mlp_post",
                        "mlp_out",
                        "final_norm");
        assertThat(residPre(2)).hasToString("resid_pre.2");
        assertThat(attnZ(2).head(5)).hasToString("attn_z.2.5");
        assertThat(finalNorm()).hasToString("final_norm");
        for (var name : List.of("llama3-bf16", "gpt-neox-f16")) {
            for (var site : Sites.all(config(name))) {
                assertThat(Site.parse(site.toString())).isEqualTo(site);
                site.requireIn(config(name));
            }
        }
        assertThat(Site.parse("attn_k.11.3")).isEqualTo(Sites.attnK(11).head(3));
    }

    @Test
    void whatIsNoSiteIsRefused() {
        for (var text : List.of(
                "",
                "resid_pre",
                "resid_pre.",
                "resid_pre.-1",
                "embed.0",
                "resid_pre.1.0",
                "hook_z.1",
                "attn_z.1.2.3",
                "attn_z.99999999999",
                "../resid_pre.1")) {
            assertThatThrownBy(() -> Site.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> residPre(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> residPre(1).head(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aModelThatLacksASiteSaysWhatItHas() {
        assertThatThrownBy(() -> residMid(0).requireIn(config("gpt-neox-f16")))
                .hasMessage("resid_mid.0 is not in the model: its attention and MLP run in parallel");
        assertThatThrownBy(() -> Sites.attnK(0).head(2).requireIn(config("llama3-bf16")))
                .hasMessage("attn_k.0.2 is not in the model: it has 2 such heads, counted from 0");
        assertThatThrownBy(() -> residPre(2).requireIn(config("llama3-bf16")))
                .hasMessage("resid_pre.2 is not in the model: it has 2 layers, counted from 0");
        assertThat(attnPattern(1).width(config("llama3-bf16"), 6)).isEqualTo(4 * 7);
        assertThat(Sites.stream(config("gpt-neox-f16")))
                .containsExactly(residPre(0), Sites.residPost(0), residPre(1), Sites.residPost(1));
    }

    @Test
    void positionsCountFromEitherEndOfThePrompt() {
        var ends = Positions.at(0, -1);
        assertThat(ends.in(1)).containsExactly(0);
        assertThat(ends.in(4)).containsExactly(0, 3);
        assertThat(Positions.all().in(3)).containsExactly(0, 1, 2);
        assertThat(ends.covers(3, 4)).isTrue();
        assertThat(ends.covers(4, 4)).isFalse();
        assertThat(Positions.last().covers(4, 4)).isFalse();
        assertThat(Positions.all().covers(9, 4)).isTrue();
        assertThat(Positions.last().dependsOnTheEnd()).isTrue();
        assertThat(Positions.at(3).dependsOnTheEnd()).isFalse();
        assertThatThrownBy(() -> Positions.at()).isInstanceOf(IllegalArgumentException.class);
    }
}
