package dev.assay.app.target;

import java.nio.file.Path;
import java.util.Map;

/// Where organisms are unpacked to: `ASSAY_CACHE`, else `XDG_CACHE_HOME/assay`, else `~/.cache/assay`.
public final class OrganismCache {

    private OrganismCache() {}

    /// The folder; it need not exist yet.
    public static Path folder(Map<String, String> environment) {
        String own = environment.get("ASSAY_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own).resolve("organisms");
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        Path base = xdg != null && !xdg.isBlank()
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home", ".")).resolve(".cache");
        return base.resolve("assay").resolve("organisms");
    }
}
