package org.cotangent.experiments;

/** An experiment cannot run because something is missing that it cannot do without, such as a data set. */
public final class Skipped extends RuntimeException {

    /**
     * Says why, and how to get what is missing.
     *
     * @param sentence one sentence for the user
     */
    public Skipped(String sentence) {
        super(sentence);
    }
}
