package org.cotangent.experiments;

import java.io.IOException;
import java.util.List;

/**
 * Something of a tutorial that can be computed: a name, what it shows, its settings, and the computation.
 *
 * <p>To add one: extend this class, and list it in {@link Catalogue}. An experiment holds no state, so that it can run
 * twice; it prints nothing itself and writes no files, but tells its {@link Run}.
 */
public abstract class Experiment {
    private final String name;
    private final Tutorial tutorial;
    private final String summary;

    /**
     * Says what the experiment is.
     *
     * @param name what follows {@code cotangent run}: lower case, with hyphens
     * @param tutorial the tutorial that it belongs to
     * @param summary one line that says what it shows, without a full stop
     */
    protected Experiment(String name, Tutorial tutorial, String summary) {
        this.name = name;
        this.tutorial = tutorial;
        this.summary = summary;
    }

    /**
     * What follows {@code cotangent run}.
     *
     * @return lower case, with hyphens
     */
    public final String name() {
        return name;
    }

    /**
     * The tutorial that it belongs to.
     *
     * @return one of four
     */
    public final Tutorial tutorial() {
        return tutorial;
    }

    /**
     * What it shows, in one line.
     *
     * @return without a full stop
     */
    public final String summary() {
        return summary;
    }

    /**
     * A paragraph or two for the help and the page: what is computed, what one sees. Paragraphs are parted by an empty
     * line.
     *
     * @return plain text; empty by default
     */
    public String about() {
        return "";
    }

    /**
     * What can be set, in the order of the help. {@code --threads --device --backend --out --quiet --fast} belong to
     * every experiment and are not listed; {@link Setting#seed}, {@link Setting#epochs} and {@link Setting#dtype} are
     * listed where they mean something.
     *
     * @return none by default
     */
    public List<Setting<?>> settings() {
        return List.of();
    }

    /**
     * Computes, and tells the run what came out.
     *
     * @param run the settings, and whom to tell
     * @throws IOException when a file cannot be read; its message has four parts
     * @throws Skipped when something is missing that the experiment cannot do without, such as a data set
     * @throws Failure when it cannot be done for another reason
     */
    public abstract void run(Run run) throws IOException;
}
