package org.cotangent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.cotangent.kernel.Arena;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.Storage;
import org.cotangent.shape.Complaint;
import org.jspecify.annotations.Nullable;

/**
 * The walk: takes gradients from outputs back to leaves.
 *
 * <p>A node enters the queue when its first gradient arrives and leaves it when it has the highest number of all that
 * wait. By then every user of its tensor has been visited (users are made later and have higher numbers), so the sum is
 * complete. Leaves never enter the queue; their sums are written at the very end, so that an error in the middle of
 * the walk leaves no half-added gradients behind.
 */
final class Backward {
    private final PriorityQueue<Node> queue = new PriorityQueue<>(); // the latest first
    private final List<Node> keepers = new ArrayList<>(); // leaves and others whose gradient somebody wants
    private final boolean retainGraph;
    private final @Nullable Set<Node> wanted;
    private final @Nullable Watcher watcher = Autograd.watcher();
    private final boolean ownsSums; // nobody records or watches them

    private Backward(boolean retainGraph, boolean createGraph, @Nullable Set<Node> wanted) {
        this.retainGraph = retainGraph;
        this.ownsSums = !createGraph && watcher == null;
        this.wanted = wanted;
    }

    /** Adds the gradients of the outputs, weighted with the seeds, to the {@code grad} of all leaves. */
    static void accumulate(List<Tensor> outputs, List<Tensor> seeds, boolean retainGraph, boolean createGraph) {
        Backward walk = new Backward(retainGraph, createGraph, null);
        walk.run(outputs, seeds, createGraph, () -> walk.deliver(seeds, createGraph));
    }

    /** The gradients with respect to the given inputs; touches no {@code grad}. Null where there is no path. */
    static List<@Nullable Tensor> gradients(
            List<Tensor> outputs, List<Tensor> inputs, List<Tensor> seeds, boolean retainGraph, boolean createGraph) {
        Set<Node> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Tensor input : inputs) {
            if (input.node == null) {
                throw Complaint.about("grad of " + input.describe())
                        .because("it does not require a gradient")
                        .hint("requiresGrad(true) on it before the forward pass")
                        .argument();
            }
            wanted.add(input.node);
        }
        Backward walk = new Backward(retainGraph, createGraph, wanted);
        List<@Nullable Tensor> found = new ArrayList<>();
        walk.run(outputs, seeds, createGraph, () -> {
            for (Tensor input : inputs) {
                found.add(input.node == null ? null : input.node.pending);
            }
        });
        return found;
    }

    private void run(List<Tensor> outputs, List<Tensor> seeds, boolean createGraph, Runnable finish) {
        Runnable all = () -> {
            for (int i = 0; i < outputs.size(); i++) {
                arrive(root(outputs.get(i)), seeds.get(i));
            }
            while (!queue.isEmpty()) {
                visit(queue.poll());
            }
            for (Node keeper : keepers) {
                if (keeper.isLeaf() && keeper.pending != null) {
                    keeper.pending = keeper.runHooks(keeper.pending);
                }
            }
            finish.run();
        };
        try {
            // A first-order walk records nothing: its rules are ordinary arithmetic.
            if (createGraph) {
                Autograd.enableGrad(all);
            } else {
                Autograd.noGrad(all);
            }
        } finally {
            queue.forEach(Backward::forget);
            keepers.forEach(Backward::forget);
        }
    }

    private static Node root(Tensor output) {
        if (output.node == null) {
            throw Complaint.about("backward from " + output.describe())
                    .because("it does not require a gradient: none of the tensors it was computed from does")
                    .hint("requiresGrad(true) on a parameter before the forward pass, and compute it outside noGrad")
                    .state();
        }
        return output.node;
    }

    /** One step: the node's gradient is complete; each of its inputs gets its share. */
    private void visit(Node node) {
        Tensor g = node.runHooks(Backward.checked(node.pending));
        boolean guarded = node.guarded;
        boolean wantedHere = wanted != null ? wanted.contains(node) : node.keeper != null;
        if (wantedHere) {
            node.pending = g;
            keepers.add(node);
        } else {
            forget(node);
        }
        Op op = node.op;
        if (op == null) {
            return;
        }
        if (watcher != null) {
            watcher.reached(node, g);
        }
        for (int i = 0; i < node.inputCount(); i++) {
            Node input = node.inputNode(i);
            if (input != null) {
                Tensor share = share(op, i, g, node);
                if (share != null) {
                    arrive(input, guarded || op instanceof Pointwise.Where ? guarded(guarded, input, op, g, share) : share);
                    if (watcher != null) {
                        watcher.arrived(node, i, share, checked(input.pending));
                    }
                }
            }
        }
        if (!retainGraph) {
            node.release();
        }
    }

    /** The rule, where the gradient is: what it makes by itself, such as an identity matrix, lies there too. */
    private static @Nullable Tensor share(Op op, int input, Tensor g, Node node) {
        return !Device.anyOpened() || g.device() == Device.current()
                ? rule(op, input, g, node)
                : g.device().call(() -> op.gradient(input, g, node));
    }

    /** Whatever else a program differentiates, the JIT compiler then sees where the most frequent call goes. */
    private static @Nullable Tensor rule(Op op, int input, Tensor g, Node node) {
        return op instanceof Binary binary ? binary.gradient(input, g, node) : op.gradient(input, g, node);
    }

    /**
     * Behind a branch that {@code where} did not take, 0 times an infinite derivative would be NaN: there, elementwise, a
     * gradient of 0 stays 0. Only in a first-order walk, because the guard has no derivative of its own.
     */
    private static Tensor guarded(boolean behind, Node input, Op op, Tensor g, Tensor share) {
        boolean elementwise = op instanceof Unary || op instanceof Binary;
        input.guarded |= elementwise || op instanceof Pointwise.Where || op instanceof Pointwise.Cast;
        return behind && elementwise && !Autograd.isGradEnabled() ? g.eq(0).where(g.like(0), share) : share;
    }

    /** A gradient arrives at a node and is added to what has arrived before. */
    private void arrive(Node node, Tensor gradient) {
        Tensor share = gradient.sumTo(node.shape); // undoes broadcasting
        if (node.walk == null) {
            node.walk = this;
            node.pending = share;
            if (node.isLeaf()) {
                keepers.add(node);
            } else {
                queue.add(node);
            }
        } else if (node.walk == this) {
            Tensor sum = checked(node.pending);
            if (node.owned && share.dtype() == sum.dtype()) {
                sum.increase(share);
            } else {
                node.pending = sum.add(share);
                node.owned = ownsSums;
            }
        } else {
            throw Complaint.about("backward through " + node.name())
                    .because("another backward is going through the same graph at this moment")
                    .hint("one backward after the other")
                    .state();
        }
    }

    /** Writes the sums to {@code grad}. No two tensors share a gradient's array: they may be changed in place later. */
    private void deliver(List<Tensor> seeds, boolean createGraph) {
        Set<Storage> given = Collections.newSetFromMap(new IdentityHashMap<>());
        seeds.forEach(seed -> given.add(seed.data().storage()));
        for (Node node : keepers) {
            Tensor keeper = node.keeper;
            Tensor g = node.pending;
            if (keeper == null || g == null) {
                continue;
            }
            Tensor before = keeper.grad;
            if (before != null) {
                keeper.grad = before.add(g);
                Arena.forget(before.data().storage());
            } else if (createGraph) {
                keeper.grad = g;
            } else {
                boolean own = given.add(g.data().storage()) && g.isContiguous();
                keeper.grad = own ? g : g.clone();
            }
            keeper.grad.data().storage().keepAsGradient();
        }
    }

    private static void forget(Node node) {
        node.pending = null;
        node.owned = false;
        node.walk = null;
        node.guarded = false;
    }

    private static Tensor checked(@Nullable Tensor pending) {
        if (pending == null) {
            throw new IllegalStateException("a node was visited before a gradient had arrived");
        }
        return pending;
    }
}
