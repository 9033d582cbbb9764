package org.cotangent.experiments;

/** The tutorials that the experiments reproduce, all by Neuromatch Academy. */
public enum Tutorial {
    /** Week 1, day 2. */
    W1D2("W1D2", "Gradient descent and autograd"),
    /** Week 1, day 3. */
    W1D3("W1D3", "Multi-layer perceptrons"),
    /** Week 1, day 5. */
    W1D5("W1D5", "Decoding neural responses"),
    /** Week 2, day 3. */
    W2D3("W2D3", "Microlearning");

    private final String code;
    private final String title;

    Tutorial(String code, String title) {
        this.code = code;
        this.title = title;
    }

    /**
     * Its short name.
     *
     * @return such as {@code W1D3}
     */
    public String code() {
        return code;
    }

    /** Such as {@code W1D3 Multi-layer perceptrons}. */
    @Override
    public String toString() {
        return code + " " + title;
    }

    /**
     * Its title.
     *
     * @return such as "Multi-layer perceptrons"
     */
    public String title() {
        return title;
    }
}
