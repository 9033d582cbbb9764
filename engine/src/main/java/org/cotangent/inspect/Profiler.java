package org.cotangent.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.cotangent.Node;
import org.cotangent.Op;
import org.cotangent.Tensor;
import org.cotangent.Watcher;
import org.cotangent.kernel.Storage;
import org.jspecify.annotations.Nullable;

/** Takes the time of everything that happens. */
final class Profiler implements Watcher {
    /** A {@link Span} that grows. */
    private static final class Sum {
        final String name;
        final Map<String, Sum> parts = new LinkedHashMap<>();
        boolean module;
        int calls;
        long nanos;
        long bytes;
        long flops;

        Sum(String name) {
            this.name = name;
        }

        Sum part(String wanted) {
            return parts.computeIfAbsent(wanted, Sum::new);
        }

        Span span() {
            return new Span(name, module, calls, nanos, bytes, flops, parts.values().stream().map(Sum::span).toList());
        }
    }

    private static final String MODULE = "module ";
    private static final String LEAVES = "to the leaves"; // the sums are added to what was in grad

    private final Sum whole = new Sum("step");
    private final Map<Node, String> modules = new IdentityHashMap<>();
    private final SequencedMap<String, Long> held = new LinkedHashMap<>();
    private long parameters;
    private @Nullable Node node; // where backward is
    private boolean backward;
    private long last;

    void begin() {
        backward = false;
        node = null;
        modules.clear();
        last = System.nanoTime();
    }

    void end() {
        book(List.of(backward ? Profile.BACKWARD : Profile.FORWARD), 0, new Cost(0, 0));
    }

    @Override
    public void applied(Op op, List<Tensor> inputs, Tensor output) {
        Cost cost = Cost.of(op, inputs, output);
        Node at = node;
        if (!backward) {
            String module = module(inputs);
            Node made = output.gradFn();
            if (made != null) {
                modules.put(made, module);
            }
            book(path(Profile.FORWARD, module, op.name()), 1, cost);
        } else if (at != null) {
            List<String> path = new ArrayList<>(path(Profile.BACKWARD, modules.getOrDefault(at, ""), ruleOf(at)));
            path.add(op.name());
            book(path, 1, cost);
        } else {
            book(List.of(Profile.BACKWARD, LEAVES, op.name()), 1, cost);
        }
        last = System.nanoTime(); // looking on takes no time
    }

    @Override
    public void reached(Node here, Tensor gradient) {
        end(); // of what was before
        if (!backward && held.isEmpty()) {
            hold(here); // the root: it is the first, and nothing is released yet
        }
        backward = true;
        node = here;
        last = System.nanoTime();
    }

    @Override
    public void arrived(Node here, int input, Tensor share, Tensor sum) {
        book(path(Profile.BACKWARD, modules.getOrDefault(here, ""), ruleOf(here)), 0, new Cost(0, 0));
        List<@Nullable Node> inputs = here.inputs();
        if (inputs.subList(input + 1, inputs.size()).stream().allMatch(each -> each == null)) {
            node = null; // that was its last
        }
        last = System.nanoTime();
    }

    private static String ruleOf(Node node) {
        Op op = node.op();
        return op == null ? node.name() : op.name();
    }

    private static List<String> path(String direction, String module, String name) {
        return module.isEmpty() ? List.of(direction, name) : List.of(direction, MODULE + module, name);
    }

    /** The module whose parameters these are: {@code mlp.0} for {@code mlp.0.weight}. */
    private static String module(List<Tensor> inputs) {
        for (Tensor input : inputs) {
            String name = input.name();
            if (name != null && name.contains(".") && input.requiresGrad() && input.gradFn() == null) {
                return name.substring(0, name.lastIndexOf('.'));
            }
        }
        return "";
    }

    /** The time since the last look is that of the innermost part, and of all around it. */
    private void book(List<String> path, int calls, Cost cost) {
        long nanos = System.nanoTime() - last;
        Sum sum = whole;
        add(sum, calls, nanos, cost);
        for (String name : path) {
            boolean module = name.startsWith(MODULE);
            sum = sum.part(module ? name.substring(MODULE.length()) : name);
            sum.module = module;
            add(sum, calls, nanos, cost);
        }
    }

    private static void add(Sum sum, int calls, long nanos, Cost cost) {
        sum.calls += calls;
        sum.nanos += nanos;
        sum.bytes += cost.bytes();
        sum.flops += cost.flops();
    }

    private void hold(Node root) {
        Set<Storage> known = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Node> seen = new HashSet<>(Set.of(root));
        Deque<Node> open = new ArrayDeque<>(seen);
        List<Node> computed = new ArrayList<>();
        while (!open.isEmpty()) {
            Node each = open.pop();
            Tensor leaf = each.op() == null ? each.tensor() : null;
            if (leaf != null && known.add(leaf.data().storage())) {
                parameters += Cost.size(leaf);
            } else if (each.op() != null) {
                computed.add(each);
            }
            for (Node input : each.inputs()) {
                if (input != null && seen.add(input)) {
                    open.push(input);
                }
            }
        }
        computed.sort((a, b) -> Long.compare(a.number(), b.number()));
        for (Node each : computed) {
            Op op = each.op();
            if (op == null) {
                continue;
            }
            long bytes = 0;
            for (int i = 0; op.keeps().inputs() && i < each.inputs().size(); i++) {
                bytes += size(each.input(i), known);
            }
            bytes += op.keeps().output() ? size(each.output(), known) : 0;
            if (bytes > 0) {
                held.merge(op.name(), bytes, Long::sum);
            }
        }
    }

    private static long size(Tensor kept, Set<Storage> known) {
        Storage storage = kept.data().storage();
        return known.add(storage) ? (long) storage.size() * storage.type().bytes() : 0;
    }

    Span whole() {
        return whole.span();
    }

    SequencedMap<String, Long> held() {
        return held;
    }

    long parameters() {
        return parameters;
    }
}
