package org.cotangent.experiments.explore;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * A page that answers at once. Beside the class of an explorer NAME lie {@code NAME.html}, its controls and empty charts,
 * and {@code NAME.js}, which fills them from {@link #data}.
 */
public abstract class Explorer {
    private final String name;
    private final String subject;
    private final String title;
    private final String summary;

    /**
     * What an explorer is called.
     *
     * @param name of its files
     * @param subject what it belongs to, such as the tutorial
     * @param title the heading
     * @param summary what one sees there, in a sentence
     */
    protected Explorer(String name, String subject, String title, String summary) {
        this.name = name;
        this.subject = subject;
        this.title = title;
        this.summary = summary;
    }

    final String subject() {
        return subject;
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
