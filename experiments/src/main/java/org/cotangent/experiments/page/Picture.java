package org.cotangent.experiments.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A figure of an experiment.
 *
 * @param name the name of its file, without {@code .svg}
 * @param caption what one sees, in a sentence or two
 * @param svg the document
 */
public record Picture(String name, String caption, String svg) {
    private static final Pattern WIDTH = Pattern.compile("<svg[^>]* width=['\"](\\d+)");

    /** The width in pixels that the document gives itself; 0 when it gives none. */
    int width() {
        Matcher matcher = WIDTH.matcher(svg);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
