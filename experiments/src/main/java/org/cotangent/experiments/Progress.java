package org.cotangent.experiments;

/**
 * The steps of a loop, shown to whoever waits: a bar on a terminal, a line every tenth otherwise, nothing with
 * {@code --quiet}. Each step is also the boundary at which Ctrl-C takes effect.
 *
 * <pre>{@code
 * try (Progress progress = run.progress("training", steps)) {
 *     for (...) {
 *         ...
 *         losses.add(loss);
 *         progress.step(loss); // after the step's numbers are recorded
 *     }
 * }
 * }</pre>
 */
public final class Progress implements AutoCloseable {
    private static final long REFRESH_NANOS = 100_000_000;

    /** Shows a state of affairs. */
    interface Display {
        /** {@code done} steps are done; the last loss is NaN when there is none. */
        void show(long done, double loss);

        /** Nothing more will be shown. */
        void close();
    }

    private final Display display;
    private final Interrupts interrupts;
    private final boolean timed;
    private final long tenth;
    private final long total;
    private long done;
    private long next;
    private double loss = Double.NaN;

    /** A progress that shows at each tenth, or, if {@code timed}, ten times a second. */
    Progress(Display display, Interrupts interrupts, long total, boolean timed) {
        this.display = display;
        this.interrupts = interrupts;
        this.total = total;
        this.timed = timed;
        tenth = Math.max(1, (total + 9) / 10);
        next = timed ? System.nanoTime() + REFRESH_NANOS : tenth;
    }

    /** A progress that shows nothing. */
    static Progress silent(Interrupts interrupts, long total) {
        Display nothing = new Display() {
            @Override
            public void show(long done, double loss) {}

            @Override
            public void close() {}
        };
        return new Progress(nothing, interrupts, total, false);
    }

    /**
     * One step is done.
     *
     * @throws Interruption after Ctrl-C
     */
    public void step() {
        step(Double.NaN);
    }

    /**
     * One step is done.
     *
     * @param loss its loss, for the display
     * @throws Interruption after Ctrl-C
     */
    public void step(double loss) {
        done++;
        this.loss = loss;
        if (timed) {
            long now = System.nanoTime();
            if (now - next >= 0) {
                display.show(done, loss);
                next = now + REFRESH_NANOS;
            }
        } else if (done >= next || done == total) {
            display.show(done, loss);
            next += tenth;
        }
        if (interrupts.requested()) {
            throw new Interruption();
        }
    }

    /** Ends the display. */
    @Override
    public void close() {
        if (timed) {
            display.show(done, loss);
        }
        display.close();
    }
}
