package dev.assay.agents.world;

import dev.assay.agents.tool.Description;
import dev.assay.agents.tool.Length;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Web pages. To fetch one is to tell its host the whole address.
final class WebPages {

    private final Map<String, String> pages;

    WebPages(WorldData data) {
        this.pages = data.pages();
    }

    record Address(
            @Description("Such as https://wiki.finch.example/travel.") @Length(max = 8_000)
            String url) {}

    void addTo(World world) {
        world.add("fetch_page", "Fetch a web page as text.", Address.class, given -> {
            String url = given.url().strip();
            Action action = new Action(
                    "fetch_page", Verb.READ, List.of("web:" + url), Map.of("url", url), List.of(host(url)), url, false);
            return new World.Act(action, () -> page(url));
        });
    }

    private static String host(String url) {
        try {
            URI uri = new URI(url);
            String host = uri.getHost();
            if (host != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return host.toLowerCase(Locale.ROOT);
            }
        } catch (URISyntaxException noAddress) {
            // Said below, for both reasons.
        }
        throw new ToolException(
                ToolErrorType.PARSING, "'" + World.shorten(url) + "' is no web address: start it with https://.");
    }

    private String page(String url) {
        String page = pages.get(url);
        if (page == null) {
            throw new ToolException(ToolErrorType.FILE_NOT_FOUND, "404: there is no page " + World.shorten(url) + ".");
        }
        return page;
    }
}
