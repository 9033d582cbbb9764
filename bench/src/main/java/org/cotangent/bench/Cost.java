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

        @Override
        public NdArray map(Recipe recipe, DType type, NdArray... operands) {
            NdArray out = super.map(recipe, type, operands);
            flops += work(recipe, type) * out.layout().shape().size();
            return out;
        }

        @Override
        public void mapInto(Recipe recipe, NdArray out, NdArray... operands) {
            super.mapInto(recipe, out, operands);
            flops += work(recipe, out.storage().type()) * out.layout().shape().size();
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
            flops += x.layout().shape().size();
            return super.fold(fold, x, reduced);
        }

        @Override
        public NdArray argFold(boolean largest, NdArray x, int axis) {
            flops += x.layout().shape().size();
            return super.argFold(largest, x, axis);
        }

        @Override
        public NdArray matmul(NdArray a, NdArray b, @Nullable NdArray bias) {
            NdArray out = super.matmul(a, b, bias);
            flops += 2.0 * out.layout().shape().size() * a.layout().shape().size(-1);
            return out;
        }
    }
}
