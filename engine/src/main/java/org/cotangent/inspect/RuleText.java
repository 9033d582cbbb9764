package org.cotangent.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Autograd;
import org.cotangent.Binary;
import org.cotangent.Keep;
import org.cotangent.Node;
import org.cotangent.Op;
import org.cotangent.Tensor;
import org.cotangent.Unary;
import org.cotangent.Watcher;
import org.jspecify.annotations.Nullable;

/**
 * An operation's rule as text, read off what the rule does: it is run on stand-ins, and the operations that it applied to
 * them are written down. The text cannot differ from the code.
 */
final class RuleText implements Watcher {
    /** A text and how strongly it holds together: 1 sum, 2 product, 3 power, 4 alone. */
    private record Part(String text, int strength) {
        String atLeast(int needed) {
            return strength >= needed ? text : "(" + text + ")";
        }
    }

    private record Applied(Op op, List<Tensor> inputs) {}

    private final IdentityHashMap<Tensor, Applied> applied = new IdentityHashMap<>();
    private final IdentityHashMap<Tensor, String> symbols = new IdentityHashMap<>();
    private final Formula formula;
    private final Node standIn;
    private final Tensor upstream;
    private final Op op;

    private RuleText(Op op, Node node, Tensor gradient) {
        this.op = op;
        this.formula = Formula.of(op.entry().formula());
        this.upstream = gradient.detach();
        symbols.put(upstream, formula.upstream());
        Keep keep = op.keeps();
        List<String> letters = formula.letters(node.inputs().size());
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Node made = node.inputs().get(i);
            Tensor input = keep.inputs()
                    ? node.input(i).detach()
                    : made == null ? Tensor.scalar(0, gradient.dtype()) : Tensor.zeros(gradient.dtype(), made.shape().sizes());
            if (made != null) {
                input.requiresGrad(true); // so that the stand-in knows its shape
            }
            symbols.put(input, letters.get(i));
            inputs.add(input);
        }
        Tensor output = keep.output() ? node.output().detach() : upstream;
        if (keep.output()) {
            symbols.put(output, formula.result());
        }
        this.standIn = Node.alone(op, inputs, output);
    }

    /**
     * The rules of a node, one for each input.
     *
     * @param op its operation
     * @param node where backward is, with what it kept
     * @param gradient that has arrived
     * @return texts in letters; an empty one where an input needs no gradient
     */
    static List<String> of(Op op, Node node, Tensor gradient) {
        RuleText rule = new RuleText(op, node, gradient);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            int input = i;
            texts.add(node.inputs().get(i) == null ? "" : Autograd.watch(rule, () -> rule.text(input)));
        }
        return texts;
    }

    private String text(int input) {
        @Nullable Tensor[] result = new Tensor[1];
        Autograd.noGrad(() -> {
            result[0] = op.gradient(input, upstream, standIn);
        });
        Tensor gradient = result[0];
        return gradient == null ? "0" : part(gradient).text();
    }

    @Override
    public void applied(Op made, List<Tensor> inputs, Tensor output) {
        applied.put(output, new Applied(made, inputs));
    }

    private Part part(Tensor x) {
        String symbol = symbols.get(x);
        if (symbol != null) {
            return new Part(symbol, 4);
        }
        Applied how = applied.get(x);
        if (how == null) {
            return constant(x);
        }
        List<Part> in = how.inputs().stream().map(this::part).toList();
        String name = how.op().name();
        return switch (name) {
            case "add" -> new Part(in.get(0).atLeast(1) + " + " + in.get(1).atLeast(1), 1);
            case "sub" -> new Part(in.get(0).atLeast(1) + " - " + in.get(1).atLeast(2), 1);
            case "neg" -> new Part("-" + in.get(0).atLeast(2), 1);
            case "mul" -> new Part(in.get(0).atLeast(2) + " * " + in.get(1).atLeast(3), 2);
            case "div" -> new Part(in.get(0).atLeast(2) + " / " + in.get(1).atLeast(3), 2);
            case "square" -> new Part(in.get(0).atLeast(4) + "^2", 3);
            case "pow" -> new Part(in.get(0).atLeast(4) + "^" + in.get(1).atLeast(4), 3);
            case "t" -> new Part(in.get(0).atLeast(4) + "^T", 4);
            case "mm", "bmm" -> new Part(in.get(0).atLeast(3) + " @ " + in.get(1).atLeast(3), 2);
            case "lt" -> new Part(in.get(0).atLeast(1) + " < " + in.get(1).atLeast(1), 0);
            case "le" -> new Part(in.get(0).atLeast(1) + " <= " + in.get(1).atLeast(1), 0);
            case "eq" -> new Part(in.get(0).atLeast(1) + " == " + in.get(1).atLeast(1), 0);
            default -> call(how.op(), name, in, x);
        };
    }

    private static Part call(Op op, String name, List<Part> in, Tensor output) {
        if (op instanceof Binary && name.endsWith("Grad")) {
            // A fused operation stands for its formula.
            Formula fused = Formula.of(op.entry().formula());
            List<String> letters = fused.letters(2);
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < letters.size(); i++) {
                values.put(letters.get(i), in.get(i).atLeast(4));
            }
            return new Part(fused.with(values), 1);
        }
        String arguments = String.join(", ", in.stream().map(Part::text).toList());
        boolean rearranges = !(op instanceof Unary || op instanceof Binary || in.size() > 1);
        return new Part(name + "(" + arguments + (rearranges ? " -> " + output.shape() : "") + ")", 4);
    }

    private static Part constant(Tensor x) {
        if (x.size() != 1) {
            return new Part("c" + x.shape(), 4);
        }
        String number = Digits.of(x.item(), x.dtype());
        return new Part(number, number.startsWith("-") ? 1 : 4);
    }

    /** Puts numbers in the places of the letters. */
    static String numbers(String rule, Map<String, String> values) {
        return new Formula("", rule).with(values);
    }
}
