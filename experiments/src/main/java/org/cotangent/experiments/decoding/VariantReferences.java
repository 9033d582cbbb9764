package org.cotangent.experiments.decoding;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.result.Tolerance;

/** What PyTorch and numpy find on the synthetic population, for {@link DecodingVariants}. */
final class VariantReferences {
    private static final String TORCH = "PyTorch 1.13.1";
    private static final String NUMPY = "numpy 1.24.2";
    private static final Tolerance LOSS = Tolerance.relative(1e-4);
    private static final Tolerance LAST = Tolerance.relative(1e-3);
    private static final Tolerance FLOAT64 = Tolerance.relative(1e-9);

    private static final Map<String, Comparison.Score> TRAINED = Map.ofEntries(
            Map.entry("width1", new Comparison.Score(43729.078125, 39564.5625, 84.88790154457092)),
            Map.entry("width2", new Comparison.Score(10082.1962890625, 11516.1982421875, 51.24713772535324)),
            Map.entry("width5", new Comparison.Score(467.408203125, 2123.6572265625, 21.08659029006958)),
            Map.entry("width10", new Comparison.Score(197.69541931152344, 1429.6134033203125, 11.797150611877441)),
            Map.entry("width20", new Comparison.Score(211.5067596435547, 1277.5341796875, 11.40032958984375)),
            Map.entry("width50", new Comparison.Score(212.27346801757812, 1267.6917724609375, 9.350147247314453)),
            Map.entry("depth1", new Comparison.Score(950.32861328125, 2339.40087890625, 25.78386688232422)),
            Map.entry("depth2", new Comparison.Score(275.1835632324219, 1220.002685546875, 9.670644760131836)),
            Map.entry("depth3", new Comparison.Score(350.5299377441406, 1361.17236328125, 9.569599151611328)),
            Map.entry("miniBatch", new Comparison.Score(3.147719144821167, 1255.76220703125, 8.77353286743164)),
            Map.entry("l2By10", new Comparison.Score(210.5108642578125, 1448.4783935546875, 12.168731689453125)),
            Map.entry("l2By100", new Comparison.Score(360.4013671875, 1617.328857421875, 15.506591796875)),
            Map.entry("l2By1000", new Comparison.Score(4242.1376953125, 5763.0458984375, 56.132561683654785)));

    private final Run run;
    private final boolean known;

    /** References for a run; none unless its data and settings are those of the references. */
    VariantReferences(Run run, boolean known) {
        this.run = run;
        this.known = known;
    }

    /** A network after training. */
    void compare(String name, Comparison.Score score) {
        Comparison.Score reference = TRAINED.get(name);
        if (known && reference != null) {
            run.reference(name + ": training error", score.trainMse(), reference.trainMse(), TORCH, LAST);
            run.reference(name + ": test error", score.testMse(), reference.testMse(), TORCH, LAST);
            run.reference(name + ": median error (degrees)", score.median(), reference.median(), TORCH, LAST);
        }
    }

    /** A loss on the way. */
    void loss(String name, double loss, double reference) {
        if (known) {
            run.reference(name, loss, reference, TORCH, LOSS);
        }
    }

    /** The network that chooses a class. */
    void classes(double lastLoss, double trainAccuracy, double testAccuracy, double bestMedian, double meanMedian) {
        if (known) {
            run.reference("classes: loss of the last epoch", lastLoss, 0.047653909772634506, TORCH, LAST);
            run.reference("classes: accuracy on training data (%)", trainAccuracy, 100, TORCH, Tolerance.exact());
            run.reference("classes: test stimuli in the right bin (%)", testAccuracy, 100 * 116 / 144.0, TORCH, FLOAT64);
            run.reference("classes: median error of the best bin", bestMedian, 5, TORCH, Tolerance.exact());
            run.reference("classes: median error of the mean", meanMedian, 2.0640322297398086, TORCH, LAST);
        }
    }

    /** Ridge regression with the responses as they are: distances in degrees on the test data. */
    void ridge(int lambda, double[] fromCircle, double[] fromNumber) {
        if (!known) {
            return;
        }
        double[] circle = lambda == 1
                ? new double[] {2.0253889341178333, 2.0020218478871215, 5.645457997562872}
                : new double[] {2.0245354971881873, 2.016883341588681, 5.669573882728969};
        double[] number = lambda == 1
                ? new double[] {22.65276338501109, 13.421086118489974}
                : new double[] {22.80838120104754, 13.434783775920266};
        String name = "ridge " + lambda + ", ";
        run.reference(name + "cos and sin: mean error (degrees)", mean(fromCircle), circle[0], NUMPY, FLOAT64);
        run.reference(name + "cos and sin: median error", Circle.median(fromCircle), circle[1], NUMPY, FLOAT64);
        run.reference(name + "cos and sin: largest error", max(fromCircle), circle[2], NUMPY, FLOAT64);
        run.reference(name + "angle: mean error", mean(fromNumber), number[0], NUMPY, FLOAT64);
        run.reference(name + "angle: median error", Circle.median(fromNumber), number[1], NUMPY, FLOAT64);
    }

    private static double mean(double... values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double max(double... values) {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }
}
