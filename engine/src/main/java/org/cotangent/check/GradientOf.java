package org.cotangent.check;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;

/**
 * The gradient of a function as a function itself, {@code (x, u) -> u^T J(x)}: what order 2 checks. Its arguments are
 * those of the function followed by the cotangent u; its value is the gradients of the checked arguments, flattened and
 * joined.
 */
final class GradientOf implements DifferentiableFunction {
    private final DifferentiableFunction f;
    private final int[] checked;

    GradientOf(DifferentiableFunction f, List<Tensor> at) {
        this.f = f;
        this.checked = TensorSubject.checked(at);
    }

    @Override
    public Tensor apply(List<Tensor> in) {
        List<Tensor> arguments = new ArrayList<>(in.subList(0, in.size() - 1));
        Tensor u = in.get(in.size() - 1);
        List<Tensor> inputs = new ArrayList<>();
        for (int i : checked) {
            inputs.add(arguments.get(i));
        }
        Tensor y = f.apply(arguments);
        Tensor[] flat = new Tensor[inputs.size()];
        if (y.requiresGrad()) {
            List<Tensor> gradients = Autograd.grad(List.of(y), inputs, List.of(u), true);
            for (int k = 0; k < flat.length; k++) {
                flat[k] = gradients.get(k).flatten();
            }
        } else {
            for (int k = 0; k < flat.length; k++) {
                flat[k] = Tensor.zeros(DType.FLOAT64, inputs.get(k).size());
            }
        }
        return flat.length == 1 ? flat[0] : Tensor.cat(0, flat);
    }
}
