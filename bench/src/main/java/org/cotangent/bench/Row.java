package org.cotangent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotangent.Autograd;
import org.cotangent.Domain;
import org.cotangent.Entry;
import org.cotangent.Example;
import org.cotangent.Op;
import org.cotangent.Tensor;
import org.cotangent.Watcher;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Shape;

/**
 * A row of an operation's checks, as a piece of work: its operands stretched to a size that is worth measuring.
 *
 * <p>Every axis longer than 1 is stretched by one factor, so that operands keep fitting each other. Rows whose call names
 * sizes (a reshape, say) do not bear that and stay as small as they are written.
 *
 * @param entry the operation
 * @param example its row
 * @param operands where the operands' values come from, stretched
 * @param type float32 or float64 for those that are floating
 */
public record Row(Entry entry, Example example, List<Domain> operands, DType type) {
    /**
     * All rows of an operation.
     *
     * @param entry the operation
     * @param type float32 or float64
     * @param size the elements that the largest operand may have
     * @return one for each example
     */
    public static List<Row> of(Entry entry, DType type, int size) {
        List<Row> rows = new ArrayList<>();
        for (Example example : entry.examples()) {
            rows.add(stretched(entry, example, type, size));
        }
        return rows;
    }

    private static Row stretched(Entry entry, Example example, DType type, int size) {
        Row small = new Row(entry, example, stretch(example.operands(), type, 1), type);
        int steps = small.steps(Integer.MAX_VALUE, size);
        for (int factor = factor(example.operands(), size); factor > 1; factor /= 4) {
            Row large = new Row(entry, example, stretch(example.operands(), type, factor), type);
            try {
                large.steps(2 * steps + 10, size);
                return large;
            } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException refused) {
                // its call does not bear this size: try a smaller one
            }
        }
        return small;
    }

    /** The largest factor with which no operand has more elements than asked. */
    private static int factor(List<Domain> operands, int size) {
        double least = Double.POSITIVE_INFINITY;
        for (Domain operand : operands) {
            int axes = 0;
            for (int length : operand.shape().sizes()) {
                axes += length > 1 ? 1 : 0;
            }
            if (axes > 0 && operand.shape().size() > 0) {
                least = Math.min(least, Math.pow((double) size / operand.shape().size(), 1.0 / axes));
            }
        }
        return least == Double.POSITIVE_INFINITY ? 1 : (int) least;
    }

    private static List<Domain> stretch(List<Domain> operands, DType type, int factor) {
        return operands.stream()
                .map(each -> {
                    int[] sizes = each.shape().sizes().clone();
                    for (int i = 0; i < sizes.length; i++) {
                        sizes[i] *= sizes[i] > 1 ? factor : 1;
                    }
                    DType own = each.type().isFloating() ? type : each.type();
                    return new Domain(Shape.of(sizes), own, each.low(), each.high(), each.avoid());
                })
                .toList();
    }

    /**
     * The number of operations that the call takes, both ways.
     *
     * @param most it is refused when it takes more: it walks along the axis that was stretched
     * @param size it is refused when it makes much more of its operands
     */
    private int steps(int most, int size) {
        int[] steps = new int[1];
        Watcher counter = new Watcher() {
            @Override
            public void applied(Op op, List<Tensor> inputs, Tensor output) {
                if (++steps[0] > most || output.size() > 16L * size + 1000) {
                    throw new IllegalStateException("too much work for a row of checks");
                }
            }
        };
        List<Tensor> in = sample(0);
        Autograd.watch(counter, () -> {
            Tensor y = forward(in);
            return y.requiresGrad() ? backward(y, in, seed(y)) : List.of(y);
        });
        return steps[0];
    }

    /**
     * Draws the operands.
     *
     * @param seed of the random numbers
     * @return leaves; those that are floating require a gradient
     */
    public List<Tensor> sample(long seed) {
        Random random = new Random(seed);
        return operands.stream().map(domain -> domain.sample(random)).toList();
    }

    /**
     * Computes the operation.
     *
     * @param in the operands
     * @return its result
     */
    public Tensor forward(List<Tensor> in) {
        return example.call().apply(in);
    }

    /**
     * Computes the gradients of the operands that require one.
     *
     * @param y a result that requires a gradient
     * @param in the operands
     * @param seed the gradient with respect to the result, of its shape
     * @return one for each floating operand
     */
    public static List<Tensor> backward(Tensor y, List<Tensor> in, Tensor seed) {
        List<Tensor> leaves = in.stream().filter(Tensor::requiresGrad).toList();
        return Autograd.grad(List.of(y), leaves, List.of(seed), false, true);
    }

    /**
     * A gradient to start backward from: numbers from 0.5 to 1.5 that are all a bit different.
     *
     * @param y the result
     * @return of its shape and type
     */
    public static Tensor seed(Tensor y) {
        double[] values = new double[y.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5 + (i * 37L % 101) / 101.0;
        }
        return Tensor.of(values, y.shape().sizes()).to(y.dtype());
    }

    @Override
    public String toString() {
        return entry.name() + "/" + example.label();
    }
}
