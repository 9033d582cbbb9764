package org.cotangent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import org.cotangent.Autograd;
import org.cotangent.Domain;
import org.cotangent.Entry;
import org.cotangent.Example;
import org.cotangent.Tensor;
import org.cotangent.kernel.Backend;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.NdArray;
import org.cotangent.kernel.Recipe;
import org.cotangent.kernel.gpu.RecipeFinder;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.shape.Shape;

/**
 * Holds a device to the CPU: every recipe, fold, copy, index operation, softmax and product, and the value and gradients of every
 * row of every operation, in float32 and float64.
 *
 * <p>A result may differ by the tolerance times the largest number in it and 1. Elementwise kernels have the CPU's roundings,
 * so theirs is small; sums and products come in another order.
 */
final class GpuCheck {
    private static final List<DType> FLOATING = List.of(DType.FLOAT32, DType.FLOAT64);

    private final Device device;
    private final Backend there;
    private final Backend here = Backends.scalar();
    private final StringBuilder csv = new StringBuilder("kind,name,type,largest difference,allowed,verdict\n");
    private int passed;
    private int failed;

    GpuCheck(Device device) {
        this.device = device;
        this.there = device.backend();
    }

    /** Checks everything, prints what is wrong and a line of totals, and writes all to a file. */
    boolean run(Path file) throws IOException {
        recipes();
        copies();
        folds();
        indices();
        softmax();
        products();
        rules();
        Files.writeString(file, csv);
        System.out.println(passed + " passed, " + failed + " failed");
        return failed == 0;
    }

    // ---- one check --------------------------------------------------------------------------------------------------

    /** Compares what both backends make of arrays of the host. */
    private void compare(
            String kind, String name, DType type, double tolerance, Computation computation, NdArray... operands) {
        attempt(kind, name, type, tolerance, () -> {
            NdArray expected = computation.on(here, operands);
            NdArray[] moved = Arrays.stream(operands).map(this::put).toArray(NdArray[]::new);
            return difference(expected, device.fetch(computation.on(there, moved)));
        });
    }

    /** An array on the device with the layout that it has here: its whole storage travels. */
    private NdArray put(NdArray x) {
        NdArray whole = new NdArray(x.storage(), Shape.of(x.storage().size()).contiguous());
        return device.put(whole).view(x.layout());
    }

    @FunctionalInterface
    private interface Computation {
        NdArray on(Backend backend, NdArray[] operands);
    }

    @FunctionalInterface
    private interface Trial {
        double difference();
    }

    private void attempt(String kind, String name, DType type, double tolerance, Trial trial) {
        String verdict;
        double difference = Double.NaN;
        try {
            difference = trial.difference();
            verdict = difference <= tolerance ? "ok" : "WRONG";
        } catch (RuntimeException | Error wrong) {
            verdict = "FAILED: " + String.valueOf(wrong.getMessage()).replace('\n', ' ').replace(',', ';');
        }
        if (verdict.equals("ok")) {
            passed++;
        } else {
            failed++;
            System.out.println(kind + " " + name + " of " + type + ": " + verdict + " (" + difference + ")");
        }
        csv.append(String.format(
                Locale.ROOT, "%s,%s,%s,%.3g,%.3g,%s%n", kind, name.replace(',', ';'), type, difference, tolerance, verdict));
    }

    /** The largest difference over the largest number and 1; infinite where one is NaN or infinite and the other is not. */
    private static double difference(NdArray expected, NdArray found) {
        if (!expected.shape().equals(found.shape()) || expected.type() != found.type()) {
            throw new IllegalStateException("made " + found.type() + " " + found.shape() + " instead of " + expected.type()
                    + " " + expected.shape());
        }
        NdArray a = Backends.scalar().copy(expected, DType.FLOAT64);
        NdArray b = Backends.scalar().copy(found, DType.FLOAT64);
        double largest = 1;
        double difference = 0;
        for (int i = 0; i < a.size(); i++) {
            double x = a.storage().getDouble(i);
            double y = b.storage().getDouble(i);
            if (Double.isFinite(x) && Double.isFinite(y)) {
                largest = Math.max(largest, Math.abs(x));
                difference = Math.max(difference, Math.abs(x - y));
            } else if (Double.compare(x, y) != 0) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return difference / largest;
    }

    private static double rounding(DType type, double units) {
        return type.isFloating() ? units * type.eps() : 0;
    }

    // ---- kernels ----------------------------------------------------------------------------------------------------

    private static NdArray random(DType type, Random random, int... sizes) {
        NdArray array = NdArray.allocate(type, Shape.of(sizes));
        for (int i = 0; i < array.size(); i++) {
            switch (type) {
                case BOOL -> array.storage().set(i, (long) random.nextInt(2));
                case INT64 -> array.storage().set(i, (long) random.nextInt(-9, 10));
                default -> array.storage().set(i, random.nextGaussian());
            }
        }
        return array;
    }

    private static NdArray positive(DType type, Random random, int... sizes) {
        NdArray array = random(type, random, sizes);
        for (int i = 0; type.isFloating() && i < array.size(); i++) {
            array.storage().set(i, 0.1 + Math.abs(array.storage().getDouble(i)));
        }
        return array;
    }

    private void recipes() {
        List<Recipe> all = new ArrayList<>(RecipeFinder.beside(Recipe.class));
        all.addAll(RecipeFinder.beside(Optimizer.class));
        for (Recipe recipe : all) {
            if (recipe.isInPlace()) {
                inPlace(recipe);
                continue;
            }
            boolean logic = recipe.operands().stream().allMatch(kind -> kind == Expr.Kind.MASK);
            for (DType type : logic ? List.of(DType.BOOL) : FLOATING) {
                int arity = recipe.operands().size();
                Random random = new Random(recipe.name().hashCode());
                NdArray[] flat = new NdArray[arity];
                NdArray[] strided = new NdArray[arity];
                for (int i = 0; i < arity; i++) {
                    DType each = recipe.operands().get(i) == Expr.Kind.MASK ? DType.BOOL : type;
                    flat[i] = random(each, random, 3001);
                    NdArray across = positive(each, random, 7, 1, 13);
                    NdArray along = random(each, random, 5, 13, 7);
                    strided[i] = i % 2 == 0 ? along.view(along.layout().permute(2, 0, 1)) : across;
                }
                Computation map = (backend, operands) -> backend.map(recipe, type, operands);
                compare("map", recipe.name(), type, rounding(type, 2), map, flat);
                compare("map strided", recipe.name(), type, rounding(type, 2), map, strided);
            }
        }
    }

    private void inPlace(Recipe recipe) {
        for (DType type : FLOATING) {
            Random random = new Random(recipe.name().hashCode());
            double[] numbers = random.doubles(recipe.numbers(), 0.1, 0.9).toArray();
            NdArray[] flat = new NdArray[recipe.operands().size()];
            Arrays.setAll(flat, i -> positive(type, random, 3001));
            for (int result = 0; result < recipe.program(type).resultCount(); result++) {
                int wanted = result;
                Computation map = (backend, operands) -> {
                    NdArray[] changed = Arrays.stream(operands).map(each -> backend.copy(each, type)).toArray(NdArray[]::new);
                    backend.mapInPlace(recipe, numbers, changed);
                    return changed[wanted];
                };
                compare("map in place", recipe.name() + ", result " + result, type, rounding(type, 2), map, flat);
            }
        }
    }

    private void copies() {
        for (DType from : DType.values()) {
            NdArray x = random(from, new Random(1), 5, 6, 7);
            for (DType into : DType.values()) {
                compare("copy", from + " to " + into, into, 0, (backend, in) -> backend.copy(in[0], into),
                        x.view(x.layout().permute(2, 0, 1)));
            }
        }
    }

    private void folds() {
        int[][] shapes = {{100_003, 1, 1}, {7, 1000, 1}, {3, 700, 5}, {1, 20_000, 3}, {6, 5, 4}};
        for (DType type : DType.values()) {
            for (int[] sizes : shapes) {
                NdArray x = random(type, new Random(2), sizes);
                for (boolean[] axes : new boolean[][] {{true, true, true}, {false, true, false}, {true, false, true}}) {
                    for (Fold fold : Fold.values()) {
                        String name = fold + " " + x.shape() + " over " + Arrays.toString(axes);
                        double units = fold == Fold.SUM ? 64 : fold == Fold.PRODUCT ? 1000 : 0;
                        compare("fold", name, type, rounding(type, units), (backend, in) -> backend.fold(fold, in[0], axes), x);
                    }
                }
                for (int axis = 0; axis < 3; axis++) {
                    int along = axis;
                    for (boolean largest : new boolean[] {true, false}) {
                        compare("argFold", (largest ? "argmax " : "argmin ") + x.shape() + " along " + axis, type, 0,
                                (backend, in) -> backend.argFold(largest, in[0], along), x);
                    }
                }
            }
        }
    }

    private void indices() {
        for (DType type : DType.values()) {
            NdArray x = random(type, new Random(3), 11, 9, 8);
            for (int axis = 0; axis < 3; axis++) {
                int along = axis;
                Shape many = x.shape().with(axis, 50);
                NdArray index = NdArray.allocate(DType.INT64, many);
                for (int i = 0; i < index.size(); i++) {
                    index.storage().set(i, (i * 31L) % x.shape().size(axis));
                }
                compare("gather", "along " + axis, type, 0, (backend, in) -> backend.gather(in[0], along, in[1]), x, index);
                compare("scatterAdd", "along " + axis, type, rounding(type, 64),
                        (backend, in) -> backend.scatterAdd(x.shape(), along, in[0], in[1]), index,
                        random(type, new Random(4), many.sizes()));
            }
        }
    }

    private void softmax() {
        for (DType type : FLOATING) {
            for (int columns : new int[] {1, 10, 32, 33, 1000, 5000}) {
                for (boolean log : new boolean[] {false, true}) {
                    compare(log ? "logSoftmax" : "softmax", "rows of " + columns, type, rounding(type, 64),
                            (backend, in) -> backend.softmax(in[0], log), random(type, new Random(5), 17, columns));
                }
            }
        }
    }

    private void products() {
        int[][] sizes = {{1, 1, 1}, {5, 7, 3}, {64, 64, 64}, {200, 784, 10}, {33, 1, 65}, {1, 300, 1}};
        for (DType type : FLOATING) {
            for (int[] s : sizes) {
                for (int form = 0; form < 4; form++) {
                    NdArray a = factor(type, s[0], s[1], (form & 1) != 0);
                    NdArray b = factor(type, s[1], s[2], (form & 2) != 0);
                    NdArray bias = random(type, new Random(6), s[2]);
                    String name = s[0] + "x" + s[1] + "x" + s[2] + " form " + form;
                    double tolerance = rounding(type, 16 + s[1]);
                    compare("product", name, type, tolerance, (backend, in) -> backend.matmul(in[0], in[1], null), a, b);
                    compare("product with bias", name, type, tolerance,
                            (backend, in) -> backend.matmul(in[0], in[1], in[2]), a, b, bias);
                }
            }
            compare("product", "batches", type, rounding(type, 64), (backend, in) -> backend.matmul(in[0], in[1], null),
                    random(type, new Random(7), 3, 4, 5, 6), random(type, new Random(8), 3, 4, 6, 2));
        }
    }

    private static NdArray factor(DType type, int rows, int columns, boolean transposed) {
        NdArray stored = transposed ? random(type, new Random(9), columns, rows) : random(type, new Random(9), rows, columns);
        return transposed ? stored.view(stored.layout().permute(1, 0)) : stored;
    }

    // ---- rules ------------------------------------------------------------------------------------------------------

    private void rules() {
        for (Entry entry : Entry.all()) {
            for (Example row : entry.examples()) {
                for (DType type : FLOATING) {
                    List<Tensor> operands = sample(row, type);
                    List<Tensor> moved = operands.stream().map(this::moved).toList();
                    String name = entry.name() + ": " + row.label();
                    double tolerance = rounding(type, 2000);
                    attempt("value", name, type, tolerance, () -> {
                        Tensor y = device.call(() -> row.call().apply(moved)); // tensors that the call makes are there too
                        return difference(row.call().apply(operands).data(), y.to(Device.cpu()).data());
                    });
                    if (entry.derivative() != Entry.Derivative.ABSENT) {
                        attempt("gradient", name, type, tolerance, () -> largest(
                                gradients(row, operands), device.call(() -> gradients(row, moved))));
                    }
                }
            }
        }
    }

    private Tensor moved(Tensor x) {
        return x.detach().to(device).requiresGrad(x.requiresGrad());
    }

    private static List<Tensor> sample(Example row, DType type) {
        Random random = new Random(1);
        Function<Domain, Domain> typed = each -> each.type().isFloating()
                ? new Domain(each.shape(), type, each.low(), each.high(), each.avoid())
                : each;
        return row.operands().stream().map(each -> typed.apply(each).sample(random)).toList();
    }

    private static List<Tensor> gradients(Example row, List<Tensor> operands) {
        Tensor y = row.call().apply(operands);
        List<Tensor> leaves = operands.stream().filter(Tensor::requiresGrad).toList();
        double[] seed = new double[y.size()];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = 0.5 + i * 37 % 101 / 101.0;
        }
        Tensor g = Tensor.of(seed, y.shape().sizes()).to(y.dtype()).to(y.device());
        return Autograd.grad(List.of(y), leaves, List.of(g), false, true);
    }

    private static double largest(List<Tensor> expected, List<Tensor> found) {
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, difference(expected.get(i).data(), found.get(i).to(Device.cpu()).data()));
        }
        return largest;
    }
}
