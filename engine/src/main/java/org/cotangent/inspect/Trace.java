package org.cotangent.inspect;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.cotangent.Autograd;
import org.cotangent.Node;
import org.cotangent.Op;
import org.cotangent.Tensor;
import org.cotangent.Watcher;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * A recorded backward pass: every step with its formula, its numbers, its rule, and what it adds where.
 *
 * <pre>{@code
 * Tensor x = Tensor.scalar(2).requiresGrad(true).named("x");
 * System.out.println(Trace.of(() -> x.square().add(x.sin())));
 * }</pre>
 *
 * <p>A graph keeps only what its rules need. {@link #of(Tensor)} therefore cannot know every value of the forward pass, and
 * says "not kept" where it does not; {@link #of(Supplier)} watches the forward pass as well and knows all.
 */
public final class Trace {
    /** What an operation was given and what it gave. */
    record Computed(List<Tensor> inputs, Tensor output) {}

    /** An operation with what it was given and what it gave. */
    record Applied(Op op, List<Tensor> inputs, Tensor output) {}

    /** Watches a forward pass, and then the backward that begins. */
    private static final class Recorder implements Watcher {
        private final IdentityHashMap<Node, Computed> computed = new IdentityHashMap<>();
        private final List<Applied> applied = new ArrayList<>();
        private final @Nullable Tensor loss; // when it is known
        private @Nullable Tracer tracer;
        private boolean reading;

        Recorder(@Nullable Tensor loss) {
            this.loss = loss;
        }

        @Override
        public void applied(Op op, List<Tensor> inputs, Tensor output) {
            Node node = output.gradFn();
            if (!reading && tracer == null) {
                applied.add(new Applied(op, inputs, output));
                if (node != null) {
                    computed.put(node, new Computed(inputs, output));
                }
            }
        }

        @Override
        public void reached(Node node, Tensor gradient) {
            if (tracer == null) {
                reading = true;
                Computed root = computed.get(node);
                tracer = new Tracer(node, root == null ? loss : root.output(), computed);
            }
            tracer.reached(node, gradient);
        }

        @Override
        public void arrived(Node node, int input, Tensor share, Tensor sum) {
            if (tracer != null) {
                tracer.arrived(node, input, share, sum);
            }
        }

        Trace trace() {
            if (tracer != null) {
                return tracer.trace();
            }
            if (applied.isEmpty()) {
                throw Complaint.about("a trace of a computation")
                        .because("no tensor operation ran in it, in this thread")
                        .hint("a computation such as () -> criterion.forward(net.forward(x), y)")
                        .state();
            }
            return new Tracer(applied).trace();
        }
    }

    private final String name;
    private final boolean backward;
    private final List<Variable> variables;
    private final List<ForwardStep> forward;
    private final List<BackwardStep> steps;

    Trace(
            String name,
            boolean backward,
            List<Variable> variables,
            List<ForwardStep> forward,
            List<BackwardStep> steps) {
        this.name = name;
        this.backward = backward;
        this.variables = List.copyOf(variables);
        this.forward = List.copyOf(forward);
        this.steps = List.copyOf(steps);
    }

    /**
     * Runs backward from a loss and keeps what happens. Gradients are added to the leaves' {@code grad} as always, and the graph
     * is released.
     *
     * @param loss a scalar that was computed from tensors that require a gradient
     * @return the recording
     * @throws IllegalStateException as {@link Tensor#backward()}
     */
    public static Trace of(Tensor loss) {
        return watched(new Recorder(loss), () -> backward(loss));
    }

    /**
     * Computes a loss, runs backward from it, and keeps what happens in both.
     *
     * @param computation of a scalar
     * @return the recording
     * @throws IllegalStateException as {@link Tensor#backward()}
     */
    public static Trace of(Supplier<Tensor> computation) {
        return during(() -> backward(computation.get()));
    }

    private static void backward(Tensor loss) {
        Tracer.root(loss);
        loss.backward();
    }

    /**
     * Keeps what happens in a computation that runs backward itself, such as a learning rule's estimate. When it runs no
     * backward, the recording has its forward operations alone, with a graph or without.
     *
     * @param computation what is watched, until the end of its first backward
     * @return the recording
     * @throws IllegalStateException when no tensor operation runs in it
     */
    public static Trace during(Runnable computation) {
        return watched(new Recorder(null), computation);
    }

    private static Trace watched(Recorder recorder, Runnable computation) {
        return Autograd.watch(recorder, () -> {
            computation.run();
            return recorder;
        }).trace();
    }

    /**
     * The graph alone, before backward: its pictures and its text say that there are no gradients yet.
     *
     * @param loss a tensor that was computed from tensors that require a gradient
     * @return the forward pass
     */
    public static Trace beforeBackward(Tensor loss) {
        return new Tracer(Tracer.root(loss), loss, new IdentityHashMap<>()).trace();
    }

    /**
     * The name of the loss.
     *
     * @return as the user named it, else {@code loss}
     */
    public String name() {
        return name;
    }

    /**
     * Whether backward has run.
     *
     * @return false for {@link #beforeBackward}
     */
    public boolean hasRunBackward() {
        return backward;
    }

    /**
     * All tensors, operands before results; the last is the loss.
     *
     * @return by id
     */
    public List<Variable> variables() {
        return variables;
    }

    /**
     * One tensor.
     *
     * @param wanted its name
     * @return the tensor
     * @throws IllegalArgumentException when none has that name
     */
    public Variable variable(String wanted) {
        return variables.stream()
                .filter(each -> each.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Complaint.about("variable '" + wanted + "' of a trace")
                        .because("it has only "
                                + String.join(", ", variables.stream().map(Variable::name).toList()))
                        .hint("named(\"" + wanted + "\") on the tensor before the trace")
                        .argument());
    }

    /**
     * The forward pass.
     *
     * @return one step for each operation, in the order in which they ran
     */
    public List<ForwardStep> forward() {
        return forward;
    }

    /**
     * The backward pass.
     *
     * @return one step for each operation that a gradient reached, in the order in which they ran
     */
    public List<BackwardStep> backward() {
        return steps;
    }

    /**
     * The graph in Graphviz's language, with values, gradients, and contributions on the edges.
     *
     * @return a file for {@code dot -Tsvg}
     */
    public String toDot() {
        return TraceDot.of(this);
    }

    /**
     * The graph as a picture, with values, gradients, and contributions on the edges.
     *
     * @return an SVG file, light or dark as its reader prefers
     */
    public String toSvg() {
        return TraceSvg.file(this);
    }

    /**
     * A page that steps through forward and backward. It needs nothing but itself.
     *
     * @param heading such as the expression
     * @return an HTML file
     */
    public String toHtml(String heading) {
        return toHtml(heading, "");
    }

    /**
     * A page that steps through forward and backward, with something said about it.
     *
     * @param heading such as the expression
     * @param remarks plain text in lines, such as a table; none when it is blank
     * @return an HTML file
     */
    public String toHtml(String heading, String remarks) {
        return TracePage.of(this, heading, remarks);
    }

    /** The text: aligned, the same for the same numbers, with 12 significant digits for float64 and 9 for float32. */
    @Override
    public String toString() {
        return TraceText.of(this);
    }
}
