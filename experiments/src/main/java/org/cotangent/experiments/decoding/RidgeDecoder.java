package org.cotangent.experiments.decoding;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.cotangent.Tensor;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.kernel.DType;

/**
 * The linear yardstick: ridge regression on the angle itself, and on its cosine and sine, from which the angle is taken
 * again.
 */
final class RidgeDecoder {
    private static final int[] LAMBDAS = {1, 100};
    private static final int SHOWN_LAMBDA = 100;
    private static final double DEGREE = Math.PI / 180;

    private RidgeDecoder() {}

    /** Angles [n], decoded from the test data. */
    private record Decoded(double[] fromCircle, double[] fromNumber) {}

    static void compare(Comparison comparison, VariantReferences references) throws IOException {
        Run run = comparison.run();
        double[] truth = comparison.test().stimuli().toDoubles();
        double[] uncentred = {};
        for (int lambda : LAMBDAS) {
            Decoded plain = decode(comparison, lambda, false);
            uncentred = Circle.distances(plain.fromCircle, truth);
            references.ridge(lambda, uncentred, Circle.distances(plain.fromNumber, truth));
        }
        Decoded decoded = decode(comparison, SHOWN_LAMBDA, true);
        double circle = comparison.median(decoded.fromCircle);
        double number = comparison.median(decoded.fromNumber);
        run.metric("ridgeCosSinMedian", circle);
        run.metric("ridgeAngleMedian", number);
        comparison.show("ridge, angle", number);
        comparison.show("ridge, cos and sin", circle);
        run.note(String.format(
                Locale.ROOT,
                "Ridge regression on cosine and sine errs by %.2f degrees (median) when the mean of each neuron's responses is"
                        + " subtracted like that of the targets, as in the figures, and by %.2f when it is not, as in the"
                        + " reference: over the training stimuli alone, the responses are not centred.",
                circle,
                Circle.median(uncentred)));
        double[] ends = {0, 360};
        run.figure(
                "ridge",
                "Ridge regression, test data. Asked for the angle itself, it fails around 0 and 360 degrees, where the angle"
                        + " jumps and the responses do not. Asked for cosine and sine, it does not know of any jump.",
                plot("angle").reference("decoded = true", ends, ends).points("test stimuli", truth, decoded.fromNumber),
                plot("cosine and sine").reference("decoded = true", ends, ends).points("test stimuli", truth, decoded.fromCircle));
    }

    private static Plot plot(String title) {
        return Plot.of("true orientation (degrees)", "decoded orientation (degrees)").title(title).square();
    }

    /** Both regressions; the means of the responses are subtracted on demand. */
    private static Decoded decode(Comparison comparison, double lambda, boolean centred) {
        Tensor x = comparison.train().responses().to(DType.FLOAT64);
        Tensor unseen = comparison.test().responses().to(DType.FLOAT64);
        if (centred) {
            Tensor mean = x.mean(0);
            x = x.sub(mean);
            unseen = unseen.sub(mean);
        }
        Tensor angle = comparison.train().stimuli().to(DType.FLOAT64);
        Tensor radians = angle.mul(DEGREE);
        Tensor targets = Tensor.cat(1, radians.cos(), radians.sin(), angle);
        Tensor mean = targets.mean(0);
        Tensor decoded = Ridge.fit(x, targets.sub(mean), lambda).predict(unseen).add(mean);
        double[] cosines = decoded.select(1, 0).toDoubles();
        double[] sines = decoded.select(1, 1).toDoubles();
        double[] fromCircle = new double[cosines.length];
        Arrays.setAll(fromCircle, i -> Circle.angle(cosines[i], sines[i]));
        return new Decoded(fromCircle, decoded.select(1, 2).toDoubles());
    }
}
