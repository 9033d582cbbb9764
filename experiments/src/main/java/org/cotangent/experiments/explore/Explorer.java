package org.cotangent.experiments.explore;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.cotangent.experiments.Tutorial;

/**
 * A page whose sliders answer at once. Beside the class of an explorer NAME lie {@code NAME.html}, its controls and empty
 * charts, and {@code NAME.js}, which fills them from {@link #data}.
 */
public abstract class Explorer {
    private final String name;
    private final Tutorial tutorial;
    private final String title;
    private final String summary;

    /**
     * What an explorer is called.
     *
     * @param name of its files
     * @param tutorial what it belongs to
     * @param title the heading
     * @param summary what one sees there, in a sentence
     */
    protected Explorer(String name, Tutorial tutorial, String title, String summary) {
        this.name = name;
        this.tutorial = tutorial;
        this.title = title;
        this.summary = summary;
    }

    final String name() {
        return name;
    }

    final Tutorial tutorial() {
        return tutorial;
    }

    final String title() {
        return title;
    }

    final String summary() {
        return summary;
    }

    final String fileName() {
        return name + ".html";
    }

    final String body() {
        return Resource.text(getClass(), name + ".html");
    }

    final String script() {
        return Resource.text(getClass(), name + ".js");
    }

    /**
     * What the script finds as {@code data}.
     *
     * @return numbers that Java computed
     * @throws IOException when they cannot be read
     */
    protected abstract JsonNode data() throws IOException;

    /**
     * A few lines that stand for the page on the index.
     *
     * @return the sketch
     * @throws IOException when its numbers cannot be read
     */
    protected abstract Sketch sketch() throws IOException;
}
