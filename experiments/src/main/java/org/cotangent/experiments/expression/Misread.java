package org.cotangent.experiments.expression;

/** An expression that cannot be read or computed: where, and why. */
public final class Misread extends Exception {
    private static final long serialVersionUID = 1;

    /** The whole expression. */
    private final String source;

    /** Of the first wrong character, from 0. */
    private final int position;

    /** What is wrong with it. */
    private final String reason;

    /**
     * A mistake at one place.
     *
     * @param source the whole expression
     * @param position of the first wrong character, from 0
     * @param reason what is wrong with it
     */
    public Misread(String source, int position, String reason) {
        super("position " + (position + 1) + ": " + reason);
        this.source = source;
        this.position = position;
        this.reason = reason;
    }

    /**
     * Where it is.
     *
     * @return the place of the first wrong character, from 0
     */
    public int position() {
        return position;
    }

    /**
     * What is wrong.
     *
     * @return half a sentence
     */
    public String reason() {
        return reason;
    }

    /**
     * The expression with a caret under the place.
     *
     * @return two lines
     */
    public String caret() {
        return "  " + source.replace('\n', ' ').replace('\t', ' ') + "\n  " + " ".repeat(position) + "^";
    }
}
