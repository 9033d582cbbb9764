package org.cotangent.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.Autograd;
import org.cotangent.Binary;
import org.cotangent.Entry;
import org.cotangent.Keep;
import org.cotangent.Node;
import org.cotangent.Op;
import org.cotangent.Tensor;
import org.cotangent.Unary;
import org.cotangent.Watcher;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Complaint;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Trace}: reads the graph, then watches backward go through it. */
final class Tracer implements Watcher {
    /** A tensor of the graph while the trace is being made. */
    private static final class Vertex {
        final Variable.Kind kind;
        final @Nullable Node node;
        @Nullable Tensor tensor;
        List<Vertex> inputs = List.of();
        int id;
        String name = "";
        @Nullable Snapshot value;
        @Nullable Snapshot gradient;
        int arrivals;
        int step; // that computed it

        Vertex(Variable.Kind kind, @Nullable Node node, @Nullable Tensor tensor) {
            this.kind = kind;
            this.node = node;
            this.tensor = tensor;
        }
    }

    /** A contribution that does not know yet how many there will be. */
    private record Arrival(
            int input, Vertex to, String rule, String numbers, Snapshot share, Snapshot sum, int arrival) {}

    private static final class Visit {
        final int step;
        final Snapshot upstream;
        final List<String> rules;
        final List<Arrival> arrivals = new ArrayList<>();

        Visit(int step, Snapshot upstream, List<String> rules) {
            this.step = step;
            this.upstream = upstream;
            this.rules = rules;
        }
    }

    private final IdentityHashMap<Node, Trace.Computed> watched;
    private final IdentityHashMap<Node, Vertex> byNode = new IdentityHashMap<>();
    private final IdentityHashMap<Tensor, Vertex> constants = new IdentityHashMap<>();
    private final List<Vertex> vertices = new ArrayList<>();
    private final List<ForwardStep> forward = new ArrayList<>();
    private final List<Visit> visits = new ArrayList<>();

    /**
     * Reads a graph.
     *
     * @param root what backward begins at
     * @param loss the tensor that it made; null when nobody knows it
     * @param watched what the forward pass was seen to compute
     */
    Tracer(Node root, @Nullable Tensor loss, IdentityHashMap<Node, Trace.Computed> watched) {
        this.watched = watched;
        List<Node> nodes = reachable(root);
        nodes.forEach(this::vertex);
        Vertex last = vertex(root);
        last.tensor = loss != null ? loss : last.tensor;
        recompute(nodes);
        name(last);
        Autograd.noGrad(() -> vertices.forEach(each -> each.value = each.tensor == null ? null : Snapshot.of(each.tensor)));
        nodes.forEach(this::step);
    }

    /** Takes down operations that nobody recorded: a forward pass without a graph. */
    Tracer(List<Trace.Applied> applied) {
        this.watched = new IdentityHashMap<>();
        IdentityHashMap<Tensor, Vertex> known = new IdentityHashMap<>();
        for (Trace.Applied each : applied) {
            List<Vertex> inputs = new ArrayList<>();
            for (Tensor input : each.inputs()) {
                inputs.add(known.computeIfAbsent(input, tensor -> {
                    boolean leaf = tensor.requiresGrad() && tensor.gradFn() == null;
                    Vertex given = new Vertex(leaf ? Variable.Kind.LEAF : Variable.Kind.CONSTANT, null, tensor);
                    vertices.add(given);
                    return given;
                }));
            }
            Vertex made = new Vertex(Variable.Kind.COMPUTED, null, each.output());
            made.inputs = inputs;
            known.put(each.output(), made);
            vertices.add(made);
        }
        name(vertices.getLast());
        Autograd.noGrad(() -> vertices.forEach(each -> each.value = each.tensor == null ? null : Snapshot.of(each.tensor)));
        applied.forEach(each -> step(each.op(), Objects.requireNonNull(known.get(each.output()))));
    }

    /** The node that made a loss. */
    static Node root(Tensor loss) {
        Node root = loss.gradFn();
        if (root == null) {
            throw Complaint.about("a trace of a tensor of shape " + loss.shape())
                    .because("it was not computed from tensors that require a gradient: there is no graph")
                    .hint("requiresGrad(true) on a parameter before the forward pass, and compute it outside noGrad")
                    .state();
        }
        return root;
    }

    /** All nodes under one, in the order in which they were made. */
    private static List<Node> reachable(Node root) {
        Set<Node> seen = new HashSet<>(Set.of(root));
        Deque<Node> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (Node input : open.pop().inputs()) {
                if (input != null && seen.add(input)) {
                    open.push(input);
                }
            }
        }
        return seen.stream().sorted(Comparator.comparingLong(Node::number)).toList();
    }

    private Vertex vertex(Node node) {
        Vertex known = byNode.get(node);
        if (known != null) {
            return known;
        }
        Op op = node.op();
        if (op == null) {
            Vertex leaf = new Vertex(Variable.Kind.LEAF, node, node.tensor());
            byNode.put(node, leaf);
            vertices.add(leaf);
            return leaf;
        }
        Trace.Computed computed = watched.get(node);
        Keep keep = op.keeps();
        Tensor output = computed != null ? computed.output() : keep.output() ? node.output() : node.tensor();
        Vertex made = new Vertex(Variable.Kind.COMPUTED, node, output);
        List<Vertex> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Tensor tensor = computed != null ? computed.inputs().get(i) : keep.inputs() ? node.input(i) : null;
            Node input = node.inputs().get(i);
            Vertex vertex = input != null ? vertex(input) : constant(tensor);
            if (vertex.tensor == null) {
                vertex.tensor = tensor;
            }
            inputs.add(vertex);
        }
        made.inputs = inputs;
        byNode.put(node, made);
        vertices.add(made); // after its inputs
        return made;
    }

    private Vertex constant(@Nullable Tensor tensor) {
        Vertex known = tensor == null ? null : constants.get(tensor);
        if (known != null) {
            return known;
        }
        Vertex made = new Vertex(Variable.Kind.CONSTANT, null, tensor);
        if (tensor != null) {
            constants.put(tensor, made);
        }
        vertices.add(made);
        return made;
    }

    /** What nothing kept, but follows from what was kept. Only for elementwise operations: they are pure and cheap. */
    private static void recompute(Vertex vertex) {
        Node node = vertex.node;
        Op op = node == null ? null : node.op();
        if (vertex.tensor != null || !(op instanceof Unary || op instanceof Binary)) {
            return;
        }
        NdArray[] in = new NdArray[vertex.inputs.size()];
        for (int i = 0; i < in.length; i++) {
            Tensor input = vertex.inputs.get(i).tensor;
            if (input == null) {
                return;
            }
            in[i] = input.data();
        }
        vertex.tensor = Tensor.of(op.forward(Backends.current(), in));
    }

    private void recompute(List<Node> nodes) {
        nodes.forEach(node -> recompute(vertex(node)));
    }

    private void name(Vertex last) {
        Set<String> taken = new HashSet<>();
        Map<Variable.Kind, Integer> counts = new HashMap<>();
        for (int i = 0; i < vertices.size(); i++) {
            Vertex each = vertices.get(i);
            each.id = i;
            Tensor tensor = each.tensor;
            String given = tensor == null ? null : tensor.name();
            if (given == null && each.kind == Variable.Kind.CONSTANT && tensor != null && tensor.size() == 1) {
                each.name = Digits.of(tensor.item(), tensor.dtype());
                continue;
            }
            if (given == null) {
                int number = counts.merge(each.kind, 1, Integer::sum);
                given = each == last
                        ? "loss"
                        : switch (each.kind) {
                                    case LEAF -> "p";
                                    case CONSTANT -> "c";
                                    case COMPUTED -> "v";
                                }
                                + number;
            }
            String free = given;
            for (int n = 2; !taken.add(free); n++) {
                free = given + "_" + n;
            }
            each.name = free;
        }
    }

    private void step(Node node) {
        Op op = node.op();
        if (op != null) {
            step(op, vertex(node));
        }
    }

    private void step(Op op, Vertex made) {
        Formula formula = Formula.of(op.entry().formula());
        List<String> letters = formula.letters(made.inputs.size());
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < letters.size(); i++) {
            values.put(letters.get(i), operand(made.inputs.get(i), letters.get(i)));
        }
        String numbers = op instanceof Unary || op instanceof Binary ? formula.with(values) : "";
        made.step = forward.size();
        forward.add(new ForwardStep(
                op.name(),
                op.entry().formula(),
                numbers,
                made.inputs.stream().map(each -> each.id).toList(),
                made.id,
                op.entry().derivative() == Entry.Derivative.SURROGATE));
    }

    private static String operand(Vertex vertex, String letter) {
        Snapshot value = vertex.value;
        return value == null ? vertex.name.isEmpty() ? letter : vertex.name : value.inFormula(letter);
    }

    // ---- backward ---------------------------------------------------------------------------------------------------

    @Override
    public void reached(Node node, Tensor gradient) {
        Vertex vertex = vertex(node);
        Snapshot upstream = Snapshot.of(gradient);
        vertex.gradient = upstream;
        Op op = node.op();
        if (op != null) {
            visits.add(new Visit(vertex.step, upstream, RuleText.of(op, node, gradient)));
        }
    }

    @Override
    public void arrived(Node node, int input, Tensor share, Tensor sum) {
        Visit visit = visits.getLast();
        Vertex from = vertex(node);
        Vertex to = from.inputs.get(input);
        Op op = node.op();
        Formula formula = Formula.of(op == null ? "" : op.entry().formula());
        List<String> letters = formula.letters(from.inputs.size());
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < letters.size(); i++) {
            values.put(letters.get(i), operand(from.inputs.get(i), letters.get(i)));
        }
        Snapshot output = from.value;
        if (output != null) {
            values.put(formula.result(), output.inFormula(formula.result()));
        }
        values.put(formula.upstream(), visit.upstream.inFormula(formula.upstream()));
        // What the walk does is no part of the rule, but it is a part of what happens.
        Shape wanted = to.node == null ? share.shape() : to.node.shape();
        String rule = visit.rules.get(input) + (share.shape().equals(wanted) ? "" : ", summed to " + wanted);
        to.arrivals++;
        to.gradient = Snapshot.of(sum);
        visit.arrivals.add(new Arrival(
                input,
                to,
                rule,
                RuleText.numbers(rule, values),
                Snapshot.of(share.sumTo(wanted)),
                Snapshot.of(sum),
                to.arrivals));
    }

    Trace trace() {
        boolean ran = !visits.isEmpty();
        List<Variable> variables = new ArrayList<>();
        for (Vertex each : vertices) {
            Snapshot value = each.value;
            variables.add(new Variable(
                    each.id,
                    each.name,
                    each.kind,
                    each.node != null ? each.node.shape() : value != null ? value.shape() : null,
                    value,
                    each.gradient));
        }
        List<BackwardStep> steps = new ArrayList<>();
        for (Visit visit : visits) {
            List<Contribution> contributions = new ArrayList<>();
            for (Arrival each : visit.arrivals) {
                contributions.add(new Contribution(
                        each.input(),
                        each.to().id,
                        each.rule(),
                        each.numbers(),
                        each.share(),
                        each.sum(),
                        each.arrival(),
                        each.to().arrivals));
            }
            steps.add(new BackwardStep(visit.step, visit.upstream, contributions));
        }
        return new Trace(vertices.get(variables.size() - 1).name, ran, variables, forward, steps);
    }
}
