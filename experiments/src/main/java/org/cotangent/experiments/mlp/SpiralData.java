package org.cotangent.experiments.mlp;

import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.random.TorchGenerator;

/**
 * The spiral classification data of section 2.2: arm k of K runs through
 * {@code x = t (sin(2 pi / K (2 t + k)) + sigma n)}, {@code y = t (cos(2 pi / K (2 t + k)) + sigma n)} for N values of t
 * from 0 to 1, with normal noise n.
 *
 * @param points float32 [K N, 2]
 * @param labels int64 [K N]
 */
record SpiralData(Tensor points, Tensor labels) {
    /** Draws the arms in order; in each, the noise of all x comes before that of all y. */
    static SpiralData draw(int arms, double sigma, int perArm, TorchGenerator generator) {
        Tensor t = Tensor.linspace(0, 1, perArm);
        Tensor[] points = new Tensor[arms];
        Tensor[] labels = new Tensor[arms];
        for (int k = 0; k < arms; k++) {
            Tensor angle = t.mul(2).add(k).mul(2 * Math.PI / arms);
            Tensor x = t.mul(angle.sin().add(Tensor.randn(generator, perArm).mul(sigma)));
            Tensor y = t.mul(angle.cos().add(Tensor.randn(generator, perArm).mul(sigma)));
            points[k] = Tensor.stack(1, x, y);
            labels[k] = Tensor.full(k, DType.INT64, perArm);
        }
        return new SpiralData(Tensor.cat(0, points), Tensor.cat(0, labels));
    }

    /** The data in another order. */
    SpiralData ordered(Tensor order) {
        return new SpiralData(points.index(order), labels.index(order));
    }

    /** The samples from {@code start} up to {@code end}. */
    SpiralData part(int start, int end) {
        return new SpiralData(points.slice(0, start, end), labels.slice(0, start, end));
    }

    SpiralData to(DType type) {
        return new SpiralData(points.to(type), labels);
    }

    int size() {
        return labels.size();
    }

    double[] x() {
        return points.select(1, 0).toDoubles();
    }

    double[] y() {
        return points.select(1, 1).toDoubles();
    }

    int[] classes() {
        long[] all = labels.toLongs();
        int[] classes = new int[all.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (int) all[i];
        }
        return classes;
    }
}
