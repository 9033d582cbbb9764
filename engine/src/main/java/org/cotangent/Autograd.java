package org.cotangent;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether operations are recorded, and gradients as values.
 *
 * <p>Recording is on unless a {@link #noGrad} scope is open in this thread. The scope ends with the call, so it cannot be
 * left open by mistake.
 */
public final class Autograd {
    /** How many scopes of {@link #watch} are open in all threads: while it is 0, nobody looks for one. */
    private static final AtomicInteger WATCHED = new AtomicInteger();

    /** How many scopes of grad mode are open in all threads: while it is 0, recording is on. */
    private static final AtomicInteger MODES = new AtomicInteger();

    private Autograd() {}

    /**
     * Computes something while somebody watches every operation and every step of backward in this thread.
     *
     * @param watcher who is told
     * @param action what to compute
     * @return its result
     * @param <T> of the result
     */
    public static <T> T watch(Watcher watcher, Supplier<T> action) {
        Mode mode = Mode.here();
        Watcher before = mode.watcher;
        WATCHED.incrementAndGet();
        mode.watcher = watcher;
        try {
            return action.get();
        } finally {
            mode.watcher = before;
            WATCHED.decrementAndGet();
        }
    }

    /** Who watches in this thread; null for nobody. */
    static @Nullable Watcher watcher() {
        return WATCHED.getPlain() == 0 ? null : Mode.here().watcher;
    }

    /**
     * Whether an operation on a tensor that requires a gradient is recorded now.
     *
     * @return true outside of {@link #noGrad}
     */
    public static boolean isGradEnabled() {
        return MODES.getPlain() == 0 || Mode.here().recording;
    }

    /**
     * Runs something without recording: for evaluation and for updates of parameters.
     *
     * @param action what to run
     */
    public static void noGrad(Runnable action) {
        record(false, () -> {
            action.run();
            return action;
        });
    }

    /**
     * Computes something without recording.
     *
     * @param action what to compute
     * @return its result
     * @param <T> of the result
     */
    public static <T> T noGrad(Supplier<T> action) {
        return record(false, action);
    }

    /**
     * Runs something with recording, also inside {@link #noGrad}.
     *
     * @param action what to run
     */
    public static void enableGrad(Runnable action) {
        record(true, () -> {
            action.run();
            return action;
        });
    }

    private static <T> T record(boolean on, Supplier<T> action) {
        Mode mode = Mode.here();
        boolean before = mode.recording;
        MODES.incrementAndGet();
        mode.recording = on;
        try {
            return action.get();
        } finally {
            mode.recording = before;
            MODES.decrementAndGet();
        }
    }

    /**
     * The gradients of a scalar with respect to some tensors, leaving every {@code grad} as it is.
     *
     * @param output one number
     * @param inputs leaves or computed tensors that it depends on
     * @param createGraph whether the gradients can themselves be differentiated
     * @return one gradient for each input; zeros where the output does not depend on it
     * @throws IllegalArgumentException when an input does not require a gradient
     */
    public static List<Tensor> grad(Tensor output, List<Tensor> inputs, boolean createGraph) {
        return grad(List.of(output), inputs, List.of(output.seed(null)), createGraph);
    }

    /**
     * The vector-Jacobian product: gradients of {@code sum_i <outputs_i, seeds_i>} with respect to some tensors.
     *
     * @param outputs computed tensors
     * @param inputs leaves or computed tensors that they depend on
     * @param seeds one for each output, of its shape
     * @param createGraph whether the gradients can themselves be differentiated; the graph is then kept, else released
     * @return one gradient for each input; zeros where no output depends on it
     * @throws IllegalArgumentException when an input does not require a gradient or a seed has another shape
     */
    public static List<Tensor> grad(
            List<Tensor> outputs, List<Tensor> inputs, List<Tensor> seeds, boolean createGraph) {
        return grad(outputs, inputs, seeds, createGraph, createGraph);
    }

    /**
     * The vector-Jacobian product, with the say whether the graph can be walked again.
     *
     * @param outputs computed tensors
     * @param inputs leaves or computed tensors that they depend on
     * @param seeds one for each output, of its shape
     * @param createGraph whether the gradients can themselves be differentiated
     * @param retainGraph whether the graph can be walked again
     * @return one gradient for each input; zeros where no output depends on it
     */
    public static List<Tensor> grad(
            List<Tensor> outputs,
            List<Tensor> inputs,
            List<Tensor> seeds,
            boolean createGraph,
            boolean retainGraph) {
        List<Tensor> checked = new java.util.ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            checked.add(outputs.get(i).seed(seeds.get(i)));
        }
        List<@Nullable Tensor> found = Backward.gradients(outputs, inputs, checked, retainGraph, createGraph);
        List<Tensor> gradients = new java.util.ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor each = found.get(i);
            Tensor input = inputs.get(i);
            gradients.add(
                    each != null
                            ? each
                            : Tensor.zeros(input.dtype(), input.shape().sizes()).to(input.device()));
        }
        return gradients;
    }
}
