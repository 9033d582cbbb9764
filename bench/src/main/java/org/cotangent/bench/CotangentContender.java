package org.cotangent.bench;

import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.bench.Workload.Elementwise;
import org.cotangent.bench.Workload.Product;
import org.cotangent.bench.Workload.Rowwise;
import org.cotangent.bench.Workload.Training;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Parallel;
import org.cotangent.random.TorchGenerator;

/** Our engine, through the tensors that everybody uses: results are new tensors. */
public final class CotangentContender implements Contender {
    /**
     * The engine on a number of threads.
     *
     * @param threads the caller included
     */
    public CotangentContender(int threads) {
        Parallel.setThreads(threads);
    }

    @Override
    public String description() {
        return Backends.reason() + ", " + Parallel.threads() + " threads";
    }

    @Override
    public Job prepare(Workload workload) {
        return switch (workload) {
            case Product product -> product(product);
            case Elementwise vector -> elementwise(vector);
            case Rowwise matrix -> rowwise(matrix);
            case Training training -> TrainingStep.of(training);
        };
    }

    /** A job whose result is a tensor, new each time; its memory is given back at once, as that of the peers. */
    abstract static class TensorJob implements Job {
        private final Supplier<Tensor> compute;
        private int elements; // so that something is done with the result

        TensorJob(Supplier<Tensor> compute) {
            this.compute = compute;
        }

        @Override
        public void run() {
            Tensor.tidy(() -> {
                elements = compute.get().size();
            });
        }

        @Override
        public void check() {
            Tensor.tidy(() -> check(compute.get()));
        }

        /** Compares some elements with what they should be. */
        private void check(Tensor y) {
            if (y.size() != elements) {
                throw new IllegalStateException(this + ": " + elements + " elements, then " + y.size());
            }
            for (int i = 0; i < 30; i++) {
                int at = (int) (y.size() * (long) i / 30);
                double expected = expected(at);
                double found = number(y, at);
                if (!(Math.abs(found - expected) <= tolerance(at))) {
                    throw new IllegalStateException(this + ": element " + at + " is " + found + ", not " + expected);
                }
            }
        }

        abstract double expected(int at);

        abstract double tolerance(int at);
    }

    /** An element of a row-major tensor. */
    private static double number(Tensor x, int place) {
        return x.data().storage().getDouble(x.data().layout().offset() + place);
    }

    private static Job product(Product product) {
        TorchGenerator random = new TorchGenerator(1);
        Tensor storedA = matrix(random, product.m(), product.k(), product.transposesA(), product.wide());
        Tensor storedB = matrix(random, product.k(), product.n(), product.transposesB(), product.wide());
        Tensor a = product.transposesA() ? storedA.transpose(0, 1) : storedA;
        Tensor b = product.transposesB() ? storedB.transpose(0, 1) : storedB;
        double epsilon = product.wide() ? 0x1p-52 : 0x1p-23;
        return new TensorJob(() -> a.matmul(b)) {
            @Override
            double expected(int at) {
                double sum = 0;
                for (int i = 0; i < product.k(); i++) {
                    int row = at / product.n();
                    int column = at % product.n();
                    sum += number(storedA, product.transposesA() ? i * product.m() + row : row * product.k() + i)
                            * number(storedB, product.transposesB() ? column * product.k() + i : i * product.n() + column);
                }
                return sum;
            }

            /** Numbers from 0 to 1: a sum of k products is at most k, and each step rounds once. */
            @Override
            double tolerance(int at) {
                return epsilon * product.k() * Math.sqrt(product.k());
            }

            @Override
            public String toString() {
                return product.label();
            }
        };
    }

    private static Tensor matrix(TorchGenerator random, int rows, int columns, boolean transposed, boolean wide) {
        Tensor single = transposed ? Tensor.rand(random, columns, rows) : Tensor.rand(random, rows, columns);
        return wide ? single.to(DType.FLOAT64) : single;
    }

    private static Job elementwise(Elementwise vector) {
        TorchGenerator random = new TorchGenerator(2);
        Tensor x = Tensor.randn(random, vector.size());
        Tensor y = Tensor.randn(random, vector.size());
        return switch (vector.operation()) {
            case "add" -> pointwise(vector, () -> x.add(y), at -> number(x, at) + number(y, at));
            case "mul" -> pointwise(vector, () -> x.mul(y), at -> number(x, at) * number(y, at));
            case "relu" -> pointwise(vector, x::relu, at -> Math.max(0, number(x, at)));
            case "exp" -> pointwise(vector, x::exp, at -> Math.exp(number(x, at)));
            case "tanh" -> pointwise(vector, x::tanh, at -> Math.tanh(number(x, at)));
            case "sigmoid" -> pointwise(vector, x::sigmoid, at -> 1 / (1 + Math.exp(-number(x, at))));
            case "sum" -> sums(vector, x::sum, x, 1, vector.size());
            default -> throw new IllegalArgumentException(vector.label());
        };
    }

    private static Job rowwise(Rowwise matrix) {
        Tensor x = Tensor.randn(new TorchGenerator(3), matrix.rows(), matrix.columns());
        return switch (matrix.operation()) {
            case "sumlast" -> sums(matrix, () -> x.sum(1), x, 1, matrix.columns());
            case "sumfirst" -> sums(matrix, () -> x.sum(0), x, matrix.columns(), matrix.rows());
            case "softmax" -> softmax(matrix, x);
            default -> throw new IllegalArgumentException(matrix.label());
        };
    }

    /** What an element should be, by its place. */
    private interface Expectation {
        double at(int place);
    }

    private static Job pointwise(Workload workload, Supplier<Tensor> compute, Expectation expectation) {
        return within(0x1p-22, workload, compute, expectation); // 2 to 4 ulps
    }

    private static Job within(double tolerance, Workload workload, Supplier<Tensor> compute, Expectation expectation) {
        return new TensorJob(compute) {
            @Override
            double expected(int at) {
                return expectation.at(at);
            }

            @Override
            double tolerance(int at) {
                return tolerance * Math.abs(expectation.at(at));
            }

            @Override
            public String toString() {
                return workload.label();
            }
        };
    }

    /** Sums of {@code count} numbers each, {@code step} apart; one after the other when they are next to each other. */
    private static Job sums(Workload workload, Supplier<Tensor> compute, Tensor x, int step, int count) {
        return new TensorJob(compute) {
            private double sum(int at, DoubleUnaryOperator of) {
                double sum = 0;
                int start = step == 1 ? at * count : at;
                for (int i = 0; i < count; i++) {
                    sum += of.applyAsDouble(number(x, start + i * step));
                }
                return sum;
            }

            @Override
            double expected(int at) {
                return sum(at, each -> each);
            }

            @Override
            double tolerance(int at) {
                return 0x1p-24 * Math.sqrt(count) * sum(at, Math::abs);
            }

            @Override
            public String toString() {
                return workload.label();
            }
        };
    }

    /** The rounding of x - max alone, which may be 8, changes a power by 5e-7 of it. */
    private static Job softmax(Rowwise matrix, Tensor x) {
        return within(1e-6, matrix, () -> x.softmax(1), at -> {
            int row = at / matrix.columns();
            double sum = 0;
            for (int j = 0; j < matrix.columns(); j++) {
                sum += Math.exp(number(x, row * matrix.columns() + j));
            }
            return Math.exp(number(x, at)) / sum;
        });
    }
}
