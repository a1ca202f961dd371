package dev.assay.organisms;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The files that come with this room.
final class Resources {
    private static final String ROOT = "/dev/assay/organisms/";

    private Resources() {}

    static byte[] bytes(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new OrganismException(
                        "The file " + name + " of the organisms is missing from this build: build" + " Assay anew.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new OrganismException("The file " + name + " of the organisms cannot be read: build Assay anew.", e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }
}
