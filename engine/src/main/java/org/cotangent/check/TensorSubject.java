package org.cotangent.check;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.DoubleStorage;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Shape;

/**
 * A function of tensors. Its floating-point arguments are replaced by float64 copies with the same layout, so that views
 * stay views; arguments of other types are handed on as they are.
 */
final class TensorSubject implements Subject {
    private final DifferentiableFunction f;
    private final List<Tensor> at;
    private final int[] checked;
    private final String replay;

    TensorSubject(DifferentiableFunction f, List<Tensor> at, String replay) {
        this.f = f;
        this.at = at;
        this.checked = checked(at);
        this.replay = replay;
    }

    /** The floating-point arguments that require a gradient; all floating-point arguments when none does. */
    static int[] checked(List<Tensor> at) {
        boolean any = at.stream().anyMatch(Tensor::requiresGrad);
        return java.util.stream.IntStream.range(0, at.size())
                .filter(i -> any ? at.get(i).requiresGrad() : at.get(i).dtype().isFloating())
                .toArray();
    }

    @Override
    public Shape[] shapes() {
        Shape[] shapes = new Shape[checked.length];
        for (int k = 0; k < checked.length; k++) {
            shapes[k] = at.get(checked[k]).shape();
        }
        return shapes;
    }

    @Override
    public int position(int input) {
        return checked[input];
    }

    double[][] point() {
        double[][] x = new double[checked.length][];
        for (int k = 0; k < checked.length; k++) {
            x[k] = at.get(checked[k]).toDoubles();
        }
        return x;
    }

    @Override
    public double[] value(double[][] x) {
        return f.apply(arguments(x, new ArrayList<>())).toDoubles();
    }

    @Override
    public Recorded record(double[][] x) {
        List<Tensor> leaves = new ArrayList<>();
        Tensor y = f.apply(arguments(x, leaves));
        return new Recorded() {
            @Override
            public double[] value() {
                return y.toDoubles();
            }

            @Override
            public Shape shape() {
                return y.shape();
            }

            @Override
            public boolean isFloat32() {
                return y.dtype() == DType.FLOAT32;
            }

            @Override
            public double[][] pullBack(double[] u) {
                double[][] gradients = new double[leaves.size()][];
                if (!y.requiresGrad()) {
                    for (int k = 0; k < gradients.length; k++) {
                        gradients[k] = new double[leaves.get(k).size()];
                    }
                    return gradients;
                }
                Tensor seed = Tensor.of(u, y.shape().sizes());
                List<Tensor> found = Autograd.grad(List.of(y), leaves, List.of(seed), false, true);
                for (int k = 0; k < gradients.length; k++) {
                    gradients[k] = found.get(k).toDoubles();
                }
                return gradients;
            }
        };
    }

    private List<Tensor> arguments(double[][] x, List<Tensor> leaves) {
        List<Tensor> arguments = new ArrayList<>(at);
        for (int i = 0; i < at.size(); i++) {
            if (at.get(i).dtype() == DType.FLOAT32) {
                arguments.set(i, at.get(i).detach().to(DType.FLOAT64));
            }
        }
        for (int k = 0; k < checked.length; k++) {
            Tensor leaf = sameLayout(at.get(checked[k]), x[k]).requiresGrad(true);
            leaves.add(leaf);
            arguments.set(checked[k], leaf);
        }
        return arguments;
    }

    private static Tensor sameLayout(Tensor original, double[] values) {
        Tensor plain = Tensor.of(values, original.shape().sizes());
        if (original.isContiguous() || !original.data().layout().isWritable()) {
            return plain;
        }
        DoubleStorage storage = new DoubleStorage(new double[original.data().storage().size()]);
        return Tensor.of(new NdArray(storage, original.data().layout())).copyFrom(plain);
    }

    @Override
    public String replay() {
        return replay;
    }
}
