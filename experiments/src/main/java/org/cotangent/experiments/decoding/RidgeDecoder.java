package org.cotangent.experiments.decoding;

import java.io.IOException;
import java.util.Arrays;
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
    private static final double DEGREE = Math.PI / 180;

    private RidgeDecoder() {}

    /** Angles [n], decoded from the test data. */
    private record Decoded(double[] fromCircle, double[] fromNumber) {}

    static void compare(Comparison comparison, VariantReferences references) throws IOException {
        Run run = comparison.run();
        double[] truth = comparison.test().stimuli().toDoubles();
        for (int lambda : LAMBDAS) {
            Decoded decoded = decode(comparison, lambda, false);
            references.ridge(
                    lambda,
                    Circle.distances(decoded.fromCircle, truth),
                    Circle.distances(decoded.fromNumber, truth));
        }
        Decoded decoded = decode(comparison, LAMBDAS[0], true);
        double circle = comparison.median(decoded.fromCircle);
        double number = comparison.median(decoded.fromNumber);
        run.metric("ridgeCosSinMedian", circle);
        run.metric("ridgeAngleMedian", number);
        comparison.show("ridge, angle", number);
        comparison.show("ridge, cos and sin", circle);
        run.note("The reference of ridge regression subtracts the mean of the targets but not that of the responses, which"
                + " over 216 stimuli is not zero: its error on cosine and sine is 2.0 degrees. With both means subtracted,"
                + " as in the figure, it is " + String.format(java.util.Locale.ROOT, "%.2f", circle) + ".");
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
