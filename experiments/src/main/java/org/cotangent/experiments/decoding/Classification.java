package org.cotangent.experiments.decoding;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.figure.HeatMap;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Raster;
import org.cotangent.experiments.mlp.Net;
import org.cotangent.kernel.DType;
import org.cotangent.nn.loss.CrossEntropyLoss;
import org.cotangent.nn.optim.SGD;

/** The network says how likely each of 20 equal bins of the circle is, and learns by cross entropy. */
final class Classification {
    private static final int BINS = 20;
    private static final double WIDTH = 360.0 / BINS;
    private static final List<Integer> HIDDEN = List.of(20);
    private static final double LR = 0.1;

    private Classification() {}

    static void compare(Comparison comparison, VariantReferences references) throws IOException {
        Run run = comparison.run();
        Net net = comparison.net(HIDDEN, BINS);
        Tensor trainBins = bins(comparison.train());
        GradientDescent.train(
                run,
                "classesLoss",
                net,
                new CrossEntropyLoss(),
                new SGD(net.parameters(), LR),
                comparison.train().responses(),
                trainBins,
                run.epochs());
        Tensor scores = Autograd.noGrad(() -> net.forward(comparison.test().responses()));
        Tensor onTraining = Autograd.noGrad(() -> net.forward(comparison.train().responses()));
        Tensor best = scores.argmax(1);
        double testAccuracy = accuracy(best, bins(comparison.test()));
        double trainAccuracy = accuracy(onTraining.argmax(1), trainBins);
        double bestMedian = comparison.median(centres(best));
        double meanMedian = comparison.median(meanDirections(scores));
        run.metric("classesTestAccuracy", testAccuracy);
        run.metric("classesTrainAccuracy", trainAccuracy);
        run.metric("classesBestMedian", bestMedian);
        run.metric("classesMeanMedian", meanMedian);
        comparison.show("20 classes, best", bestMedian);
        comparison.show("20 classes, mean", meanMedian);
        double[] losses = run.series("classesLoss").values();
        references.loss("classes: loss of epoch 1", losses[0], 3.0147573947906494);
        if (losses.length >= 10) {
            references.loss("classes: loss of epoch 10", losses[9], 0.6528660655021667);
        }
        references.classes(losses[losses.length - 1], trainAccuracy, testAccuracy, bestMedian, meanMedian);
        run.figure(
                "classes",
                "How often each bin of 18 degrees was taken for which, on the test data, with 20 ReLUs and cross entropy. Errors"
                        + " go to the neighbours, and the first bin is a neighbour of the last.",
                Plot.of("decoded bin", "true bin")
                        .square()
                        .heatMap(HeatMap.of(confusion(best, bins(comparison.test())), "test stimuli")),
                Plot.of("step of gradient descent", "cross entropy (nats)")
                        .line("training loss", losses)
                        .noLegend());
    }

    /** The bin of each stimulus, int64 [n]; 360 degrees belong to bin 0. */
    private static Tensor bins(Recording data) {
        long[] bins = Arrays.stream(data.stimuli().toDoubles()).mapToLong(a -> (long) (a / WIDTH) % BINS).toArray();
        return Tensor.of(bins, bins.length);
    }

    private static double accuracy(Tensor decoded, Tensor truth) {
        return 100 * decoded.eq(truth).to(DType.FLOAT64).mean().item();
    }

    private static double[] centres(Tensor bins) {
        return Arrays.stream(bins.toDoubles()).map(k -> (k + 0.5) * WIDTH).toArray();
    }

    /** The direction of the mean of the bins' centres as vectors, weighted by their probabilities. */
    private static double[] meanDirections(Tensor scores) {
        Tensor probabilities = scores.to(DType.FLOAT64).softmax(1);
        Tensor centres = Tensor.arange(BINS).to(DType.FLOAT64).add(0.5).mul(2 * Math.PI / BINS);
        double[] cosines = probabilities.matmul(centres.cos()).toDoubles();
        double[] sines = probabilities.matmul(centres.sin()).toDoubles();
        double[] angles = new double[cosines.length];
        Arrays.setAll(angles, i -> Circle.angle(cosines[i], sines[i]));
        return angles;
    }

    private static Raster confusion(Tensor decoded, Tensor truth) {
        long[] columns = decoded.toLongs();
        long[] rows = truth.toLongs();
        double[] counts = new double[BINS * BINS];
        for (int i = 0; i < rows.length; i++) {
            counts[(int) (rows[i] * BINS + columns[i])]++;
        }
        return Raster.matrix(counts, BINS, BINS);
    }
}
