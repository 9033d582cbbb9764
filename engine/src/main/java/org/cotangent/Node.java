package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * One step that was recorded: the operation that made a tensor, the nodes of its inputs, and what its rule keeps.
 *
 * <p>A leaf (a tensor that requires a gradient and was not computed) has a node without an operation. Nodes are numbered
 * in the order in which a thread makes them, so an input's number is always smaller than its user's (where the input comes
 * from another thread, this thread's count jumps past it): descending numbers are a topological order, and no search is
 * needed to find one.
 */
public final class Node implements Comparable<Node> {
    private static final Node[] NONE = {};

    final long number;
    final @Nullable Op op;
    final Shape shape;
    private final @Nullable Node[] inputs;
    private Tensor @Nullable [] keptInputs;
    private @Nullable Tensor keptOutput;
    private int @Nullable [] versions; // null while all are 0
    private boolean released;

    /** The tensor whose {@code grad} this node's gradient is written to: a leaf, or one that retains its gradient. */
    @Nullable Tensor keeper;

    private @Nullable List<UnaryOperator<Tensor>> hooks;

    // The walk that is going on: the sum of the gradients that have arrived so far, and whose it is.
    @Nullable Tensor pending;
    @Nullable Backward walk;
    boolean guarded;
    boolean owned; // pending is a sum that this walk made, and may be added to in place

    /** A leaf. */
    @SuppressWarnings("ThisEscapedInObjectConstruction")
    Node(Tensor leaf) {
        this.number = ++Mode.here().clock;
        this.op = null;
        this.shape = leaf.shape();
        this.inputs = NONE;
        this.keeper = leaf;
    }

    /** A computed tensor. */
    Node(Op op, Tensor[] in, Tensor output) {
        this.op = op;
        this.shape = output.shape();
        this.inputs = new Node[in.length];
        Mode mode = Mode.here(); // a clock for each thread: a shared one would cost each operation a locked instruction
        long latest = mode.clock;
        for (int i = 0; i < in.length; i++) {
            Node input = in[i].node;
            inputs[i] = input;
            if (input != null && input.number > latest) {
                latest = input.number; // made in another thread, whose clock is ahead
            }
        }
        this.number = mode.clock = latest + 1;
        Keep keep = op.keeps();
        if (keep.inputs()) {
            keptInputs = in;
            for (int i = 0; i < in.length; i++) {
                remember(i, in[i].version());
            }
        }
        if (keep.output()) {
            keptOutput = output;
            remember(in.length, output.version());
        }
    }

    private void remember(int i, int version) {
        if (version != 0) {
            if (versions == null) {
                versions = new int[inputs.length + 1];
            }
            versions[i] = version;
        }
    }

    /**
     * A node outside of any graph, for running an operation's rule by itself: on recording tensors, what the rule does can
     * be read off its result.
     *
     * @param op the operation
     * @param inputs stand for its inputs
     * @param output stands for its output
     * @return what {@link Op#gradient} takes
     */
    public static Node alone(Op op, List<Tensor> inputs, Tensor output) {
        return new Node(op, inputs.toArray(Tensor[]::new), output);
    }

    /**
     * The name as PyTorch writes it.
     *
     * @return such as {@code TanhBackward0}, or {@code AccumulateGrad} for a leaf
     */
    public String name() {
        if (op == null) {
            return "AccumulateGrad";
        }
        String name = op.name();
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "Backward0";
    }

    /**
     * The operation that was recorded.
     *
     * @return null for a leaf
     */
    public @Nullable Op op() {
        return op;
    }

    /**
     * When the node was made: a smaller number is earlier.
     *
     * @return the creation number
     */
    public long number() {
        return number;
    }

    /**
     * The shape of the tensor that this node made.
     *
     * @return its shape
     */
    public Shape shape() {
        return shape;
    }

    /**
     * The nodes of the inputs.
     *
     * @return one for each input; null where no gradient is needed
     */
    public List<@Nullable Node> inputs() {
        return java.util.Collections.unmodifiableList(java.util.Arrays.asList(inputs));
    }

    /**
     * The leaf, or the tensor that retains its gradient.
     *
     * @return null for others
     */
    public @Nullable Tensor tensor() {
        return keeper;
    }

    int inputCount() {
        return inputs.length;
    }

    @Nullable Node inputNode(int i) {
        return inputs[i];
    }

    boolean isLeaf() {
        return op == null;
    }

    /**
     * An input as it was in the forward pass. For rules.
     *
     * @param i which, from 0
     * @return the tensor, with its own history
     * @throws IllegalStateException when it was changed in place since, or the graph was released
     */
    public Tensor input(int i) {
        if (keptInputs == null) {
            throw lost("input " + i);
        }
        return unchanged(keptInputs[i], i);
    }

    /**
     * The output as it was in the forward pass. For rules.
     *
     * @return the tensor, with its own history
     * @throws IllegalStateException when it was changed in place since, or the graph was released
     */
    public Tensor output() {
        if (keptOutput == null) {
            throw lost("the output");
        }
        return unchanged(keptOutput, inputs.length);
    }

    /**
     * The shape of an input that needs a gradient. For rules.
     *
     * @param i which, from 0
     * @return its shape
     */
    public Shape inputShape(int i) {
        Node input = inputs[i];
        if (input == null) {
            throw new IllegalStateException("input " + i + " of " + name() + " needs no gradient: its shape was not kept");
        }
        return input.shape;
    }

    /** What was kept as input i, or, behind the last, as the output. */
    private Tensor unchanged(Tensor kept, int i) {
        int expected = versions == null ? 0 : versions[i];
        if (kept.version() != expected) {
            String what = i < inputs.length ? "input " + i : "the output";
            throw Complaint.about("backward through " + name())
                    .because(what + " " + kept.shape() + " was changed in place after it was kept: it is at version "
                            + kept.version() + ", expected version " + expected)
                    .from(kept.name() == null ? "" : "it is named '" + kept.name() + "'")
                    .hint("change a copy (clone()), or change it after backward()")
                    .state();
        }
        return kept;
    }

    private IllegalStateException lost(String what) {
        if (released) {
            return Complaint.about("backward through " + name())
                    .because("backward went through this graph a second time, and what it had kept is released")
                    .hint("backward(retainGraph) the first time, or compute the forward pass again")
                    .state();
        }
        return new IllegalStateException(name() + " asks for " + what + ", but its Keep does not say so");
    }

    void release() {
        released = true;
        keptInputs = null;
        keptOutput = null;
        versions = null;
    }

    void addHook(UnaryOperator<Tensor> hook) {
        if (hooks == null) {
            hooks = new ArrayList<>();
        }
        hooks.add(hook);
    }

    Tensor runHooks(Tensor gradient) {
        Tensor result = gradient;
        if (hooks != null) {
            for (UnaryOperator<Tensor> hook : hooks) {
                result = hook.apply(result);
            }
        }
        return result;
    }

    /**
     * Later nodes come first, as in the walk.
     *
     * @param other another node
     * @return negative when this one is later
     */
    @Override
    public int compareTo(Node other) {
        return Long.compare(other.number, number);
    }

    @Override
    public String toString() {
        return "<" + name() + ">";
    }
}
