package org.cotangent.bench.bits;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.Autograd;
import org.cotangent.Convolution;
import org.cotangent.Domain;
import org.cotangent.Entry;
import org.cotangent.Example;
import org.cotangent.Pool;
import org.cotangent.Tensor;
import org.cotangent.bench.Row;
import org.cotangent.kernel.DType;
import org.cotangent.nn.loss.CrossEntropyLoss;
import org.cotangent.nn.module.Conv2d;
import org.cotangent.nn.module.Flatten;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.MaxPool2d;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.module.ReLU;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Sigmoid;
import org.cotangent.nn.module.Tanh;
import org.cotangent.nn.optim.ASGD;
import org.cotangent.nn.optim.Adadelta;
import org.cotangent.nn.optim.Adagrad;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.AdamW;
import org.cotangent.nn.optim.Adamax;
import org.cotangent.nn.optim.NAdam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.RAdam;
import org.cotangent.nn.optim.RMSprop;
import org.cotangent.nn.optim.Rprop;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.TorchGenerator;

/** All that the contract is tested on. */
final class Items {
    /** Below, at and above the vectors' lengths; the last one is shared by threads. */
    private static final int[] LENGTHS = {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 67, 131_091};

    private static final double[] SPECIAL = {
        0, -0.0, 1, -1, 0.5, -0.5, 2, 3, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-45, -1e-45, 1e-40,
        -1e-39, 1.2e-38, 3.4e38, -3.4e38, 88, 88.8, -87.5, -103.5, -104, 709.7, 709.9, -708.5, -745.2, 1e10, -1e10, 1e-10,
        4.9e-324, -1e-310, 1.7e308, Math.PI, -Math.PI / 2, 1e5, 16_777_217, 1e300
    };

    private final List<Item> items = new ArrayList<>();

    private Items() {}

    static List<Item> all() {
        Items all = new Items();
        for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            Entry.all().forEach(entry -> all.entry(entry, type));
            all.products(type);
            all.folds(type);
            all.softmax(type);
            all.convolutions(type);
        }
        all.optimizers();
        all.training();
        return all.items;
    }

    private void add(String name, DType type, java.util.function.Supplier<List<Tensor>> compute) {
        items.add(new Item(name + " " + (type == DType.FLOAT32 ? "f32" : "f64"), compute));
    }

    // ---- operations -------------------------------------------------------------------------------------------------

    private void entry(Entry entry, DType type) {
        List<Row> rows = new ArrayList<>(Row.of(entry, type, 1));
        Row.of(entry, type, 3_000).stream().filter(row -> !rows.contains(row)).toList().forEach(rows::add);
        for (Row row : rows) {
            String shapes = row.operands().stream().map(Domain::shape).toList().toString();
            add(row + " " + shapes, type, () -> bothWays(row, row.sample(5)));
        }
        Example first = entry.examples().getFirst();
        if (isElementwise(first)) {
            for (int length : LENGTHS) {
                Row row = vectors(entry, first, type, length);
                add(row + " [" + length + "]", type, () -> bothWays(row, row.sample(7)));
            }
            if (first.operands().size() == 1) {
                Row row = vectors(entry, first, type, 1);
                add(row + " special", type, () -> bothWays(row, List.of(special(type))));
            }
        }
    }

    private static List<Tensor> bothWays(Row row, List<Tensor> in) {
        Tensor y = row.forward(in);
        List<Tensor> results = new ArrayList<>(List.of(y));
        if (y.requiresGrad()) {
            results.addAll(Row.backward(y, in, Row.seed(y)));
        }
        return results;
    }

    /** Whether the operands are floating scalars, and vectors would give a vector. */
    private static boolean isElementwise(Example example) {
        List<Domain> operands = example.operands();
        if (!operands.stream().allMatch(each -> each.shape().rank() == 0 && each.type().isFloating())) {
            return false;
        }
        try {
            Random random = new Random(0);
            Tensor y = Autograd.noGrad(() ->
                    example.call().apply(operands.stream().map(each -> each.shaped(5).sample(random)).toList()));
            return y.rank() == 1 && y.size() == 5;
        } catch (IllegalArgumentException | IllegalStateException refused) {
            return false;
        }
    }

    private static Row vectors(Entry entry, Example example, DType type, int length) {
        List<Domain> operands = example.operands().stream()
                .map(each -> new Domain(each.shaped(length).shape(), type, each.low(), each.high(), each.avoid()))
                .toList();
        return new Row(entry, example, operands, type);
    }

    /** The special numbers, and others of every size. */
    private static Tensor special(DType type) {
        double[] values = new double[SPECIAL.length + 200];
        System.arraycopy(SPECIAL, 0, values, 0, SPECIAL.length);
        Random random = new Random(9);
        for (int i = SPECIAL.length; i < values.length; i++) {
            values[i] = (random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextDouble(-45, 39));
        }
        return Tensor.of(values, values.length).to(type).requiresGrad(true);
    }

    // ---- kernels ----------------------------------------------------------------------------------------------------

    private void products(DType type) {
        int[][] shapes = {
            {1, 1, 1}, {3, 5, 2}, {17, 33, 9}, {33, 65, 47}, {64, 64, 64}, {100, 300, 70}, {200, 500, 10}, {500, 200, 10},
            {200, 10, 500}, {7, 400, 3}, {128, 2, 128}, {128, 128, 2}, {32, 512, 1}, {1, 300, 100}, {300, 100, 1}, {128, 128, 4},
            {32, 1, 512}, {130, 520, 66}, {216, 2500, 10}, {216, 10, 2500}, {2500, 216, 10}, {3, 1000, 3}, {1, 1000, 1},
            {1, 4, 700}, {401, 4, 300}, {31, 31, 31}, {16, 16, 16}, {104, 784, 260}
        };
        for (int[] shape : shapes) {
            for (String form : List.of("nn", "nt", "tn", "tt")) {
                product(form, shape[0], shape[1], shape[2], type);
            }
        }
        add("matmul, batched", type, () -> {
            TorchGenerator random = new TorchGenerator(3);
            Tensor a = Tensor.randn(random, 5, 1, 33, 20).to(type);
            Tensor b = Tensor.randn(random, 3, 20, 17).to(type);
            return List.of(a.matmul(b));
        });
        add("matmul, of every other row and column", type, () -> {
            TorchGenerator random = new TorchGenerator(4);
            Tensor a = Tensor.randn(random, 70, 2, 45, 2).to(type).select(3, 1).select(1, 0);
            Tensor b = Tensor.randn(random, 45, 2, 60, 2).to(type).select(3, 0).select(1, 1);
            return List.of(a.matmul(b));
        });
        add("linear", type, () -> {
            TorchGenerator random = new TorchGenerator(5);
            Tensor x = Tensor.randn(random, 65, 130).to(type);
            Tensor w = Tensor.randn(random, 77, 130).to(type);
            return List.of(x.linear(w, Tensor.randn(random, 77).to(type)));
        });
    }

    private void product(String form, int m, int k, int n, DType type) {
        add("matmul " + form + " " + m + "x" + k + "x" + n, type, () -> {
            TorchGenerator random = new TorchGenerator(m + 1000L * k + n);
            Tensor a = form.charAt(0) == 't'
                    ? Tensor.randn(random, k, m).to(type).t()
                    : Tensor.randn(random, m, k).to(type);
            Tensor b = form.charAt(1) == 't'
                    ? Tensor.randn(random, n, k).to(type).t()
                    : Tensor.randn(random, k, n).to(type);
            return List.of(a.matmul(b));
        });
    }

    private void folds(DType type) {
        int[][] shapes = {{1}, {17}, {1000}, {300_003}, {33, 1025}, {1025, 33}, {7, 5, 129}, {600, 600}, {3, 4, 5, 6}};
        for (int[] shape : shapes) {
            for (int mask = 1; mask < 1 << shape.length; mask++) {
                int[] axes = axes(mask);
                Function<UnaryOperator<Tensor>, Item> item = fold -> new Item("", () -> List.of(fold.apply(numbers(type, shape))));
                String where = java.util.Arrays.toString(shape) + " over " + java.util.Arrays.toString(axes);
                add("sum " + where, type, item.apply(x -> x.sum(axes)).compute());
                add("mean " + where, type, item.apply(x -> x.mean(axes)).compute());
                add("amax " + where, type, item.apply(x -> x.amax(axes)).compute());
                add("amin " + where, type, item.apply(x -> x.amin(axes)).compute());
                add("var " + where, type, item.apply(x -> x.var(1, false, axes)).compute());
                add("norm " + where, type, item.apply(x -> x.norm(2, false, axes)).compute());
                if (axes.length == 1) {
                    int axis = axes[0];
                    add("argmax " + where, type, item.apply(x -> x.argmax(axis)).compute());
                    add("argmin " + where, type, item.apply(x -> x.argmin(axis)).compute());
                    add("cumsum " + where, type, item.apply(x -> x.cumsum(axis)).compute());
                    add("prod " + where, type, item.apply(x -> x.prod(false, axis)).compute());
                }
            }
        }
        add("sum of a transpose", type, () -> List.of(numbers(type, 400, 333).t().sum(1), numbers(type, 400, 333).t().sum(0)));
    }

    private static int[] axes(int mask) {
        return java.util.stream.IntStream.range(0, 8).filter(axis -> (mask >> axis & 1) == 1).toArray();
    }

    private static Tensor numbers(DType type, int... sizes) {
        return Tensor.randn(new TorchGenerator(11), sizes).to(type);
    }

    private void softmax(DType type) {
        for (int columns : new int[] {1, 2, 3, 4, 7, 8, 10, 15, 16, 17, 33, 100, 1025}) {
            for (int rows : new int[] {1, 9, 300}) {
                add("softmax " + rows + "x" + columns, type, () -> through(numbers(type, rows, columns), x -> x.softmax(1)));
                add("logSoftmax " + rows + "x" + columns, type, () -> through(numbers(type, rows, columns), x -> x.logSoftmax(1)));
            }
            add("softmax of columns " + columns, type, () -> through(numbers(type, 40, columns), x -> x.softmax(0)));
        }
    }

    private static List<Tensor> through(Tensor x, UnaryOperator<Tensor> f) {
        Tensor leaf = x.requiresGrad(true);
        Tensor y = f.apply(leaf);
        return List.of(y, Autograd.grad(List.of(y), List.of(leaf), List.of(Row.seed(y)), false).getFirst());
    }

    private void convolutions(DType type) {
        Convolution usual = Convolution.DEFAULT;
        Map<String, Convolution> ways = new TreeMap<>(Map.of(
                "plain", usual,
                "padded", usual.padding(2, 2),
                "with strides", usual.stride(2, 3),
                "dilated", usual.dilation(2, 1),
                "in groups", usual.groups(2)));
        ways.forEach((way, options) -> {
            for (int kernel : new int[] {1, 3, 5}) {
                add("conv2d " + way + ", kernel " + kernel, type, () -> {
                    TorchGenerator random = new TorchGenerator(8);
                    Tensor x = Tensor.randn(random, 3, 4, 19, 21).to(type).requiresGrad(true);
                    Tensor w = Tensor.randn(random, 6, 4 / options.groups(), kernel, kernel).to(type).requiresGrad(true);
                    Tensor b = Tensor.randn(random, 6).to(type).requiresGrad(true);
                    Tensor y = x.conv2d(w, b, options);
                    List<Tensor> results = new ArrayList<>(List.of(y));
                    results.addAll(Autograd.grad(List.of(y), List.of(x, w, b), List.of(Row.seed(y)), false));
                    return results;
                });
            }
        });
        for (int window : new int[] {2, 3}) {
            add("maxPool2d " + window, type, () -> through(numbers(type, 5, 3, 28, 23), x -> x.maxPool2d(Pool.of(window))));
            add("avgPool2d " + window, type, () -> through(numbers(type, 5, 3, 28, 23), x -> x.avgPool2d(Pool.of(window).stride(1))));
        }
    }

    // ---- training ---------------------------------------------------------------------------------------------------

    private void optimizers() {
        optimizer("SGD", p -> new SGD(p, SGD.options(0.01).momentum(0.9).weightDecay(1e-3)));
        optimizer("SGD, Nesterov", p -> new SGD(p, SGD.options(0.01).momentum(0.9).nesterov(true)));
        optimizer("Adam", p -> new Adam(p, 1e-2));
        optimizer("Adam, amsgrad", p -> new Adam(p, Adam.options(1e-2).amsgrad(true).weightDecay(1e-3)));
        optimizer("AdamW", p -> new AdamW(p, 1e-2));
        optimizer("Adamax", p -> new Adamax(p, 1e-2));
        optimizer("NAdam", p -> new NAdam(p, 1e-2));
        optimizer("RAdam", p -> new RAdam(p, 1e-2));
        optimizer("ASGD", p -> new ASGD(p, 1e-2));
        optimizer("Adadelta", p -> new Adadelta(p, 1));
        optimizer("Adagrad", p -> new Adagrad(p, 1e-2));
        optimizer("RMSprop", p -> new RMSprop(p, 1e-2));
        optimizer("Rprop", p -> new Rprop(p, 1e-2));
    }

    /** Parameters of 1, 33 and more numbers, the largest of which threads share. */
    private void optimizer(String name, Function<List<Parameter>, Optimizer<?>> make) {
        items.add(new Item(name, () -> {
            TorchGenerator random = new TorchGenerator(12);
            Module net = new Sequential(new Linear(130, 1100, random), new Tanh(), new Linear(1100, 33, random), new Linear(33, 1, random));
            Optimizer<?> optimizer = make.apply(net.parameters());
            Tensor x = Tensor.randn(random, 7, 130);
            for (int step = 0; step < 3; step++) {
                optimizer.zeroGrad();
                net.forward(x).square().mean().backward();
                optimizer.step();
            }
            return net.parameters().stream().map(Parameter::value).toList();
        }));
    }

    private void training() {
        items.add(new Item("training of a spiral", () -> {
            TorchGenerator random = new TorchGenerator(13);
            Module net = new Sequential(new Linear(2, 128, random), new ReLU(), new Linear(128, 4, random));
            return train(net, Tensor.randn(random, 128, 2), 4, new Adam(net.parameters(), 1e-3), 25);
        }));
        items.add(new Item("training of a sigmoid net", () -> {
            TorchGenerator random = new TorchGenerator(14);
            Module net = new Sequential(new Linear(300, 120, random), new Sigmoid(), new Linear(120, 10, random));
            return train(net, Tensor.rand(random, 200, 300), 10, new SGD(net.parameters(), 0.1), 4);
        }));
        items.add(new Item("training of a convolutional net", () -> {
            TorchGenerator random = new TorchGenerator(15);
            Module net = new Sequential(
                    new Conv2d(1, 8, 5, random), new ReLU(), new MaxPool2d(2),
                    new Conv2d(8, 16, 5, random), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(256, 10, random));
            return train(net, Tensor.randn(random, 9, 1, 28, 28), 10, new SGD(net.parameters(), 0.01), 3);
        }));
    }

    private static List<Tensor> train(Module net, Tensor x, int classes, Optimizer<?> optimizer, int steps) {
        long[] labels = new long[x.size(0)];
        java.util.Arrays.setAll(labels, i -> 7L * i % classes);
        Tensor targets = Tensor.of(labels, labels.length);
        for (int step = 0; step < steps; step++) {
            optimizer.zeroGrad();
            new CrossEntropyLoss().forward(net.forward(x), targets).backward();
            optimizer.step();
        }
        return net.parameters().stream().map(Parameter::value).toList();
    }
}
