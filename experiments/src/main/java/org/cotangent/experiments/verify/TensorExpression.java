package org.cotangent.experiments.verify;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.random.TorchGenerator;
import org.jspecify.annotations.Nullable;

/** Computes the small expressions over tensors whose printed form is compared. */
final class TensorExpression {
    /** What the references call {@code a}: the first five normal numbers of the stream. */
    private static final int A = 5;

    private final TorchGenerator generator;

    TensorExpression(TorchGenerator generator) {
        this.generator = generator;
    }

    Tensor evaluate(Object expression) {
        return switch (expression) {
            case Long whole -> Tensor.scalar(whole, DType.INT64);
            case Double number -> Tensor.scalar(number);
            case PythonExpression.Name name when name.text().equals("a") -> Tensor.randn(generator, A);
            case PythonExpression.Binary binary -> binary(binary);
            case PythonExpression.Call call when call.function() instanceof PythonExpression.Attribute attribute ->
                String.valueOf(attribute.of()).equals("torch")
                        ? function(attribute.name(), call.arguments())
                        : method(evaluate(attribute.of()), attribute.name(), call.arguments());
            default -> throw new NotCovered("an expression that is not a tensor here: " + expression);
        };
    }

    private Tensor binary(PythonExpression.Binary binary) {
        Tensor left = evaluate(binary.left());
        Object right = binary.right();
        return switch (binary.operator()) {
            case "+" -> right instanceof Number number ? left.add(number.doubleValue()) : left.add(evaluate(right));
            case "-" -> right instanceof Number number ? left.sub(number.doubleValue()) : left.sub(evaluate(right));
            case "*" -> right instanceof Number number ? left.mul(number.doubleValue()) : left.mul(evaluate(right));
            case "@" -> left.matmul(evaluate(right));
            default -> throw new NotCovered("there is no operator " + binary.operator());
        };
    }

    private Tensor function(String name, PythonArguments a) {
        Tensor made =
                switch (name) {
                    case "tensor" -> tensor(a);
                    case "zeros" -> Tensor.zeros(sizes(a));
                    case "ones" -> Tensor.ones(sizes(a));
                    case "randn" -> Tensor.randn(generator, sizes(a));
                    case "rand" -> Tensor.rand(generator, sizes(a));
                    case "arange" -> a.get(0, "end") instanceof Long end
                            ? Tensor.arange(end.intValue())
                            : Tensor.arange(0, a.number(0, "end"), 1);
                    default -> throw new NotCovered("there is no torch." + name);
                };
        boolean required = a.flag(-1, "requires_grad", false);
        a.done();
        return required ? made.requiresGrad(true) : made;
    }

    private static Tensor method(Tensor tensor, String name, PythonArguments a) {
        Tensor result =
                switch (name) {
                    case "reshape", "view" -> tensor.reshape(sizes(a));
                    case "sin" -> tensor.sin();
                    case "cos" -> tensor.cos();
                    case "exp" -> tensor.exp();
                    case "tanh" -> tensor.tanh();
                    case "relu" -> tensor.relu();
                    case "sum" -> tensor.sum();
                    case "mean" -> tensor.mean();
                    case "t" -> tensor.t();
                    default -> throw new NotCovered("there is no tensor method " + name);
                };
        a.done();
        return result;
    }

    private static int[] sizes(PythonArguments a) {
        List<Object> sizes = a.rest(0);
        List<Object> all = sizes.size() == 1 ? PythonArguments.members(sizes.getFirst()) : sizes;
        return all.stream().mapToInt(each -> (int) PythonArguments.number(each)).toArray();
    }

    // ---- literal tensors --------------------------------------------------------------------------------------------

    private static Tensor tensor(PythonArguments a) {
        Object data = a.get(0, "data");
        List<Object> flat = new ArrayList<>();
        List<Integer> shape = new ArrayList<>();
        flatten(data, 0, shape, flat);
        int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
        double[] values = flat.stream()
                .mapToDouble(each -> each instanceof Boolean flag ? flag ? 1 : 0 : PythonArguments.number(each))
                .toArray();
        return Tensor.of(values, sizes).to(type(a.text(-1, "dtype", ""), flat));
    }

    private static DType type(String given, List<Object> values) {
        boolean floating = values.isEmpty() || values.stream().anyMatch(Double.class::isInstance);
        boolean flags = !values.isEmpty() && values.stream().allMatch(Boolean.class::isInstance);
        return switch (given) {
            case "" -> floating ? DType.FLOAT32 : flags ? DType.BOOL : DType.INT64;
            case "torch.float32", "torch.float" -> DType.FLOAT32;
            case "torch.float64", "torch.double" -> DType.FLOAT64;
            case "torch.int64", "torch.long" -> DType.INT64;
            case "torch.bool" -> DType.BOOL;
            default -> throw new NotCovered("there is no type " + given);
        };
    }

    private static void flatten(@Nullable Object data, int depth, List<Integer> shape, List<Object> flat) {
        if (!(data instanceof List<?> list)) {
            flat.add(data);
            return;
        }
        if (shape.size() == depth) {
            shape.add(list.size());
        }
        list.forEach(each -> flatten(each, depth + 1, shape, flat));
    }
}
