package org.cotangent.io;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The files that numpy wrote. */
final class Fixtures {
    private Fixtures() {}

    static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
