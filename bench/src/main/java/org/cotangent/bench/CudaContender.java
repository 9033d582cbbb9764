package org.cotangent.bench;

import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.bench.Workload.Elementwise;
import org.cotangent.bench.Workload.Product;
import org.cotangent.bench.Workload.Rowwise;
import org.cotangent.bench.Workload.Training;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.random.TorchGenerator;

/** Our engine on a device. A call returns when its kernels are queued; the clock stops when they are done. */
public final class CudaContender implements Contender {
    private final Device device;

    /**
     * The engine on a device.
     *
     * @param device where everything is computed
     */
    public CudaContender(Device device) {
        this.device = device;
    }

    @Override
    public String description() {
        return device.description() + ", JDK " + Runtime.version();
    }

    @Override
    public Job prepare(Workload workload) {
        return device.call(() -> switch (workload) {
            case Product product -> product(product);
            case Elementwise vector -> elementwise(vector);
            case Rowwise matrix -> rowwise(matrix);
            case Training training -> training(training);
        });
    }

    private Job queued(Job job) {
        return new Job() {
            @Override
            public void run() {
                job.run();
            }

            @Override
            public void finish() {
                device.synchronize();
            }

            @Override
            public void check() {
                job.check();
            }
        };
    }

    /** Results are checked against the CPU elsewhere ({@link GpuCheck}): here they must be on the device and no NaN. */
    private Job tensor(Workload workload, Supplier<Tensor> compute) {
        return queued(new Job() {
            private Tensor last = Tensor.scalar(Double.NaN);

            @Override
            public void run() {
                last = compute.get();
            }

            @Override
            public void check() {
                if (last.device() != device) {
                    throw new IllegalStateException(workload.label() + " was computed on " + last.device());
                }
                if (Double.isNaN(last.amax().item())) {
                    throw new IllegalStateException(workload.label() + ": there is a NaN among the results");
                }
            }
        });
    }

    private Job product(Product product) {
        TorchGenerator random = new TorchGenerator(1);
        Tensor a = factor(random, product.m(), product.k(), product.transposesA(), product.wide());
        Tensor b = factor(random, product.k(), product.n(), product.transposesB(), product.wide());
        return tensor(product, () -> a.matmul(b));
    }

    private static Tensor factor(TorchGenerator random, int rows, int columns, boolean transposed, boolean wide) {
        Tensor stored = transposed ? Tensor.rand(random, columns, rows) : Tensor.rand(random, rows, columns);
        Tensor typed = wide ? stored.to(DType.FLOAT64) : stored;
        return transposed ? typed.transpose(0, 1) : typed;
    }

    private Job elementwise(Elementwise vector) {
        Tensor x = normal(2, vector.size());
        Tensor y = normal(3, vector.size());
        return tensor(vector, switch (vector.operation()) {
            case "add" -> () -> x.add(y);
            case "mul" -> () -> x.mul(y);
            case "relu" -> x::relu;
            case "exp" -> x::exp;
            case "tanh" -> x::tanh;
            case "sigmoid" -> x::sigmoid;
            case "sum" -> x::sum;
            default -> throw new IllegalArgumentException(vector.label());
        });
    }

    /** A hundred million random numbers would take longer than what is measured: a million, again and again. */
    private static Tensor normal(int seed, int size) {
        int drawn = Math.min(size, 1_000_000);
        Tensor numbers = Tensor.randn(new TorchGenerator(seed), drawn);
        return drawn == size ? numbers : numbers.unsqueeze(0).expand(size / drawn, drawn).contiguous().reshape(size);
    }

    private Job rowwise(Rowwise matrix) {
        Tensor x = Tensor.randn(new TorchGenerator(3), matrix.rows(), matrix.columns());
        return tensor(matrix, switch (matrix.operation()) {
            case "sumlast" -> () -> x.sum(1);
            case "sumfirst" -> () -> x.sum(0);
            case "softmax" -> () -> x.softmax(1);
            default -> throw new IllegalArgumentException(matrix.label());
        });
    }

    private Job training(Training training) {
        return training == Training.C5_SCALAR_CHAIN ? queued(new ScalarChain(device)) : queued(TrainingStep.of(training));
    }
}
