package org.cotangent.experiments.explore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.cotangent.Autograd;
import org.cotangent.Domain;
import org.cotangent.Entry;
import org.cotangent.Example;
import org.cotangent.Op;
import org.cotangent.Tensor;
import org.cotangent.Watcher;
import org.cotangent.inspect.BackwardStep;
import org.cotangent.inspect.Contribution;
import org.cotangent.inspect.Trace;

/**
 * Every operation of the engine with its formula, its rule and what the rule keeps. Nothing is written down for this page:
 * formulas come from the entries, and the rules are read off what they do in the first of the entry's examples.
 */
public final class Operations extends Explorer {
    private static final long SEED = 1;

    /** The page of the operations. */
    public Operations() {
        super(
                "operations",
                "The engine",
                "Every operation and its derivative",
                "Formula, rule, and what backward keeps in memory, for all operations; read off the code by running it, so"
                        + " it is what the engine does.");
    }

    @Override
    protected JsonNode data() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Entry entry : Entry.all()) {
            ObjectNode row = all.addObject();
            row.put("name", entry.name());
            row.put("formula", entry.formula());
            row.put("derivative", entry.derivative().name().toLowerCase(Locale.ROOT));
            Optional<Op> op = op(entry);
            row.put("keeps", op.map(each -> each.keeps().name().toLowerCase(Locale.ROOT)).orElse(""));
            ArrayNode rules = row.putArray("rules");
            if (entry.derivative() != Entry.Derivative.ABSENT) {
                op.ifPresent(each -> rules(entry, each).forEach(rules::add));
            }
        }
        return all;
    }

    private static Tensor result(Example example, boolean differentiable) {
        Random random = new Random(SEED);
        List<Tensor> operands = new ArrayList<>();
        for (Domain domain : example.operands()) {
            Tensor operand = domain.sample(random);
            operands.add(differentiable && operand.dtype().isFloating() ? operand.requiresGrad(true) : operand);
        }
        return example.call().apply(operands);
    }

    /** The operation of an entry, caught at work. */
    private static Optional<Op> op(Entry entry) {
        List<Op> found = new ArrayList<>();
        Watcher watcher = new Watcher() {
            @Override
            public void applied(Op op, List<Tensor> inputs, Tensor output) {
                if (op.entry() == entry) {
                    found.add(op);
                }
            }
        };
        Autograd.watch(watcher, () -> result(entry.examples().getFirst(), false));
        return found.stream().findFirst();
    }

    /** What it gives to each input, as text. */
    private static List<String> rules(Entry entry, Op op) {
        Trace trace = Trace.of(() -> result(entry.examples().getFirst(), true).sum());
        for (BackwardStep step : trace.backward()) {
            if (trace.forward().get(step.forward()).op().equals(op.name())) {
                List<String> rules = step.contributions().stream().map(Contribution::rule).toList();
                return rules.isEmpty() ? List.of("0") : rules; // the walk was there, and the rule had nothing to give
            }
        }
        return List.of();
    }

    @Override
    protected Sketch sketch() {
        double[] x = new double[61];
        double[] tanh = new double[x.length];
        double[] slope = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            Tensor at = Tensor.scalar((i - 30) / 10.0).requiresGrad(true);
            Tensor y = at.tanh();
            y.backward();
            x[i] = (i - 30) / 10.0;
            tanh[i] = y.item();
            slope[i] = Objects.requireNonNull(at.grad()).item();
        }
        return new Sketch().line(x, tanh).line(x, slope);
    }
}
