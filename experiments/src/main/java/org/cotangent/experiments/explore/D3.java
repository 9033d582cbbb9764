package org.cotangent.experiments.explore;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The library that draws: Mike Bostock's D3, from its jar on the class path, with the notice that goes with it. */
final class D3 {
    private static final String JAR = "/META-INF/maven/org.webjars.npm/d3/pom.properties";

    private D3() {}

    /** The whole library as one script. */
    static String script() {
        String folder = "/META-INF/resources/webjars/d3/" + version() + "/";
        return "/*! D3 " + version() + ", and inside it delaunator (Copyright Mapbox) under the same licence:\n\n"
                + Resource.text(D3.class, folder + "LICENSE").strip() + "\n*/\n"
                + Resource.text(D3.class, folder + "dist/d3.min.js");
    }

    static String version() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Resource.text(D3.class, JAR)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("version");
        if (version == null) {
            throw new IllegalStateException(JAR + " names no version");
        }
        return version;
    }
}
