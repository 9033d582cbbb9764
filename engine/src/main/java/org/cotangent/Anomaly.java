package org.cotangent;

import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Names the operation, and the line of your code, that made the first NaN or infinity, forward or backward.
 *
 * <pre>{@code
 * Anomaly.detect(() -> {
 *     Tensor loss = net.forward(x).log().mean();
 *     loss.backward();
 * });
 * }</pre>
 *
 * <p>Every result is looked at, and every operation remembers where it was called, so this is slow: for looking for an
 * error, not for training. It holds in the thread that calls it, in the place of any other {@link Watcher}.
 */
public final class Anomaly implements Watcher {
    /** How many lines of the caller's code are told. */
    private static final int LINES = 3;

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final ProtectionDomain ENGINE = Tensor.class.getProtectionDomain();

    private final boolean infinityToo;
    private final Map<Node, String> made = new WeakHashMap<>();

    private Anomaly(boolean infinityToo) {
        this.infinityToo = infinityToo;
    }

    /**
     * Runs something and stops it at the first NaN or infinity.
     *
     * @param action what to run, forward and backward
     * @throws IllegalStateException that names the operation, the element and the line
     */
    public static void detect(Runnable action) {
        detect(returningNothing(action));
    }

    /**
     * Computes something and stops it at the first NaN or infinity.
     *
     * @param action what to compute
     * @return its result
     * @param <T> of the result
     * @throws IllegalStateException that names the operation, the element and the line
     */
    public static <T> T detect(Supplier<T> action) {
        return Autograd.watch(new Anomaly(true), action);
    }

    /**
     * Runs something and stops it at the first NaN: for computations in which infinities are meant, such as masks that are
     * filled with -infinity.
     *
     * @param action what to run, forward and backward
     * @throws IllegalStateException that names the operation, the element and the line
     */
    public static void detectNaN(Runnable action) {
        Autograd.watch(new Anomaly(false), returningNothing(action));
    }

    private static Supplier<Boolean> returningNothing(Runnable action) {
        return () -> {
            action.run();
            return true;
        };
    }

    // ---- forward ----------------------------------------------------------------------------------------------------

    @Override
    public void applied(Op op, List<Tensor> inputs, Tensor output) {
        Node node = output.gradFn();
        if (node != null) {
            made.put(node, lines());
        }
        String found = find(output);
        // what a rule computes on its way is judged by the gradient that it gives
        if (found == null || insideBackward()) {
            return;
        }
        String before = "its inputs are all finite";
        for (int i = 0; i < inputs.size(); i++) {
            String already = find(inputs.get(i));
            if (already != null) {
                before = "input " + i + " held " + already + " before";
                break;
            }
        }
        String operands = inputs.stream().map(Tensor::describe).collect(Collectors.joining(", "));
        throw Complaint.about(op.name() + " of " + operands)
                .because("its output holds " + found + "; " + before)
                .from("called at " + lines())
                .hint(advice("the values that go into it"))
                .state();
    }

    // ---- backward ---------------------------------------------------------------------------------------------------

    @Override
    public void reached(Node node, Tensor gradient) {
        String found = find(gradient);
        if (found != null) {
            throw Complaint.about("backward at " + node.name() + " " + node.shape())
                    .because("the gradient that arrives holds " + found
                            + "; no rule made it, so it is in the seed, in a hook's result, or the sum is too large")
                    .from(origin(node))
                    .hint(advice("the seed and the hooks"))
                    .state();
        }
    }

    @Override
    public void arrived(Node node, int input, Tensor share, Tensor sum) {
        String found = find(share);
        if (found != null) {
            throw Complaint.about("backward through " + node.name() + " " + node.shape())
                    .because("its rule gives input " + input + " a gradient that holds " + found
                            + "; the gradient that arrived is finite")
                    .from(origin(node))
                    .hint(advice("where its derivative does not exist, such as sqrt at 0"))
                    .state();
        }
    }

    private String origin(Node node) {
        String where = made.get(node);
        return where == null ? "the forward operation ran outside of this watch" : "the forward operation was called at "
                + where;
    }

    private String advice(String what) {
        return "look at " + what + (infinityToo ? "; Anomaly.detectNaN where infinities are meant" : "");
    }

    // ---- looking ----------------------------------------------------------------------------------------------------

    /** The first element that is not finite, and where it is; null when there is none. */
    private @Nullable String find(Tensor tensor) {
        if (!tensor.dtype().isFloating()) {
            return null;
        }
        double[] values = tensor.detach().toDoubles();
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i]) || (infinityToo && Double.isInfinite(values[i]))) {
                return values[i] + place(i, tensor.shape());
            }
        }
        return null;
    }

    private static String place(int index, Shape shape) {
        int[] at = new int[shape.rank()];
        int rest = index;
        for (int axis = at.length - 1; axis >= 0; axis--) {
            at[axis] = rest % shape.size(axis);
            rest /= shape.size(axis);
        }
        return at.length == 0 ? "" : " at " + java.util.Arrays.toString(at);
    }

    private static boolean insideBackward() {
        return STACK.walk(frames -> frames.anyMatch(frame -> frame.getDeclaringClass() == Backward.class));
    }

    /** The innermost lines outside of the engine and the JDK. */
    private static String lines() {
        return STACK.walk(frames -> {
            Stream<String> outside = frames.filter(frame -> !isEngine(frame.getDeclaringClass()))
                    .filter(frame -> !frame.getClassName().matches("(java|jdk|sun)\\..*"))
                    .limit(LINES)
                    .map(frame -> frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                            + frame.getLineNumber() + ")");
            return outside.collect(Collectors.joining(", from "));
        });
    }

    private static boolean isEngine(Class<?> frame) {
        return frame.getProtectionDomain().equals(ENGINE)
                && frame.getPackageName().matches("org\\.cotangent(\\.(kernel|shape|random|check|inspect|io).*)?");
    }
}
