package org.cotangent.bench;

import java.util.List;
import java.util.function.Supplier;
import org.cotangent.Autograd;
import org.cotangent.Op;
import org.cotangent.Tensor;
import org.cotangent.Watcher;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Placement;
import org.cotangent.kernel.Program;
import org.cotangent.kernel.Recipe;
import org.cotangent.kernel.ScalarBackend;
import org.jspecify.annotations.Nullable;

/**
 * What a computation takes at least: counted while it runs, one operation after the other.
 *
 * @param flops steps of the recipes that compute (a fused multiply-add is two), products and sums
 * @param bytes of all operands read and all results written once; views are free
 */
public record Cost(double flops, double bytes) {
    /**
     * Counts.
     *
     * @param computation what to run, once
     * @return its cost
     */
    public static Cost of(Supplier<?> computation) {
        Meter meter = new Meter();
        Autograd.watch(meter, computation);
        return new Cost(meter.counter.flops, meter.bytes);
    }

    /** Computes every operation a second time, on a backend that counts. */
    private static final class Meter implements Watcher {
        private final Counter counter = new Counter();
        private double bytes;

        @Override
        public void applied(Op op, List<Tensor> inputs, Tensor output) {
            boolean view = inputs.stream().anyMatch(each -> each.data().storage() == output.data().storage());
            if (view) {
                return;
            }
            inputs.forEach(each -> bytes += bytes(each));
            bytes += bytes(output);
            op.forward(counter, inputs.stream().map(Tensor::data).toArray(NdArray[]::new));
        }

        private static double bytes(Tensor x) {
            int each =
                    switch (x.dtype()) {
                        case FLOAT32 -> 4;
                        case FLOAT64, INT64 -> 8;
                        case BOOL -> 1;
                    };
            return (double) each * Math.min(x.size(), x.data().storage().size());
        }
    }

    /** The scalar backend, counting. */
    private static final class Counter extends ScalarBackend {
        private double flops;

        /** Every elementwise loop comes through here, those within fused operations too; threads may share one. */
        @Override
        protected void loop(
                Recipe recipe, DType type, int n, Object[] arrays, int[] offsets, int[] steps, Object out, int outOffset) {
            super.loop(recipe, type, n, arrays, offsets, steps, out, outOffset);
            count(work(recipe, type) * n);
        }

        @Override
        public NdArray map(Recipe recipe, DType type, NdArray... operands) {
            double before = flops;
            NdArray out = super.map(recipe, type, operands);
            if (flops == before) { // a single number goes past the loops
                count(work(recipe, type) * out.size());
            }
            return out;
        }

        private synchronized void count(double more) {
            flops += more;
        }

        private static double work(Recipe recipe, DType type) {
            if (!type.isFloating()) {
                return 0;
            }
            double work = 0;
            for (Program.Step step : recipe.program(type).steps()) {
                work += switch (step.code()) {
                    case OPERAND, CONSTANT -> 0;
                    case FMA -> 2;
                    default -> 1;
                };
            }
            return work;
        }

        @Override
        public NdArray fold(Fold fold, NdArray x, boolean... reduced) {
            count(x.size());
            return super.fold(fold, x, reduced);
        }

        @Override
        public NdArray argFold(boolean largest, NdArray x, int axis) {
            count(x.size());
            return super.argFold(largest, x, axis);
        }

        @Override
        public NdArray matmul(NdArray a, NdArray b, @Nullable NdArray bias) {
            NdArray out = super.matmul(a, b, bias);
            count(2.0 * out.size() * a.shape().size(-1));
            return out;
        }

        // ---- fused operations: their loops are counted above, here their sums ----

        @Override
        public NdArray softmax(NdArray x, boolean log) {
            count(2.0 * x.size()); // the largest and the sum
            return super.softmax(x, log);
        }

        @Override
        public NdArray logSoftmaxGrad(NdArray g, NdArray y) {
            count(g.size());
            return super.logSoftmaxGrad(g, y);
        }

        @Override
        public NdArray standardize(NdArray x, double eps, @Nullable NdArray weight, @Nullable NdArray bias) {
            count(2.0 * x.size()); // mean and variance
            return super.standardize(x, eps, weight, bias);
        }

        @Override
        public NdArray standardizeGrad(NdArray x, NdArray g, double eps, @Nullable NdArray weight) {
            count(4.0 * x.size()); // mean and variance, of g along y, of what is left
            return super.standardizeGrad(x, g, eps, weight);
        }

        @Override
        public NdArray windowArgMax(Placement at, NdArray x) {
            NdArray out = super.windowArgMax(at, x);
            count((double) out.size() * at.kernelSize());
            return out;
        }

        @Override
        public NdArray convolve(Placement at, int groups, NdArray x, NdArray w, @Nullable NdArray bias) {
            NdArray y = super.convolve(at, groups, x, w, bias);
            countProducts(y, w);
            return y;
        }

        @Override
        public NdArray convolveBack(Placement at, int groups, NdArray g, NdArray w) {
            countProducts(g, w);
            return super.convolveBack(at, groups, g, w);
        }

        @Override
        public NdArray convolveWeights(Placement at, int groups, NdArray x, NdArray g) {
            NdArray w = super.convolveWeights(at, groups, x, g);
            countProducts(g, w);
            return w;
        }

        /** Each result of a convolution meets all weights of its channel once. */
        private void countProducts(NdArray results, NdArray w) {
            count(2.0 * results.size() * w.size() / Math.max(1, w.shape().size(0)));
        }
    }
}
