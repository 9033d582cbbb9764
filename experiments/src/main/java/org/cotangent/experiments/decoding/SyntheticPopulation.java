package org.cotangent.experiments.decoding;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.kernel.Parallel;
import org.cotangent.random.NumpyGenerator;

/**
 * A population of neurons that stands in for the recording: tuned to orientation as those of the visual cortex are, with
 * noise of which a part is shared.
 *
 * <p>The response of neuron j to the grating of angle i is
 *
 * <pre>r = sqrt(s) t + sqrt((1 - s) / 12.8) (sqrt(0.7) e + sqrt(0.3) F W)</pre>
 *
 * where t is its tuning curve, standardised over the angles: {@code exp(kappa (cos(angle - preferred) - 1))} and a lobe at
 * the opposite angle; s is the share of the variance that the stimulus explains; e is noise of its own and F W noise of 16
 * factors, each averaged over 12.8 presentations of an angle. A quarter of the neurons is untuned (s = 0), 40 % are tuned to
 * orientation (two lobes of nearly one height), the rest to direction.
 *
 * <p>Everything is drawn from one numpy stream and computed in double precision; the responses are rounded to float32.
 */
final class SyntheticPopulation {
    /** What the tutorial's recording has. */
    static final int NEURONS = 23_589;

    /** One row a degree. */
    static final int ANGLES = 360;

    /** The seed of the population that the references belong to. */
    static final long SEED = 20190822;

    private static final double UNTUNED = 0.25;
    private static final double NOT_DIRECTION = 0.65;
    private static final int FACTORS = 16;
    private static final double SHARED = 0.3;
    private static final double PRESENTATIONS = 12.8;
    private static final int BLOCK = 64; // neurons computed together: a row of them fills whole cache lines

    private final int neurons;
    private final double[] preferred;
    private final double[] kappa;
    private final double[] opposite;
    private final double[] share;

    private SyntheticPopulation(int neurons, NumpyGenerator random) {
        this.neurons = neurons;
        double[] kind = random.random(neurons);
        preferred = map(random.random(neurons), u -> 2 * Math.PI * u);
        kappa = map(random.standardNormal(neurons), z -> StrictMath.exp(StrictMath.log(4) + 0.5 * z));
        opposite = random.random(neurons);
        share = random.random(neurons);
        for (int j = 0; j < neurons; j++) {
            opposite[j] = kind[j] < NOT_DIRECTION ? 0.6 + 0.4 * opposite[j] : 0.5 * opposite[j];
            share[j] = kind[j] < UNTUNED ? 0 : 0.2 * (share[j] * share[j]);
        }
    }

    private static double[] map(double[] values, java.util.function.DoubleUnaryOperator f) {
        return Arrays.stream(values).map(f).toArray();
    }

    /**
     * Draws a population and its responses.
     *
     * @param neurons how many
     * @param seed of numpy's {@code default_rng}
     * @return responses [360, neurons] to the angles of 0 to 359 degrees
     */
    static Recording draw(int neurons, long seed) {
        NumpyGenerator random = new NumpyGenerator(seed);
        SyntheticPopulation population = new SyntheticPopulation(neurons, random);
        Tensor responses = Tensor.of(population.responses(random), ANGLES, neurons);
        return new Recording(responses, Tensor.arange(0, ANGLES, 1).unsqueeze(1));
    }

    private float[] responses(NumpyGenerator random) {
        double[] factors = random.standardNormal(ANGLES * FACTORS);
        double[] loadings = random.standardNormal(FACTORS * neurons);
        double[] noise = random.standardNormal(ANGLES * neurons);
        normalize(loadings);
        float[] responses = new float[ANGLES * neurons];
        // The draws are made: what is left can be done in any order.
        Parallel.forBlocks(Math.ceilDiv(neurons, BLOCK), block -> {
            int from = block * BLOCK;
            int to = Math.min(neurons, from + BLOCK);
            double[][] tuning = new double[to - from][];
            Arrays.setAll(tuning, j -> tuning(from + j));
            for (int i = 0; i < ANGLES; i++) {
                for (int j = from; j < to; j++) {
                    double shared = 0;
                    for (int l = 0; l < FACTORS; l++) {
                        shared = Math.fma(factors[i * FACTORS + l], loadings[l * neurons + j], shared);
                    }
                    double mixed = Math.sqrt(1 - SHARED) * noise[i * neurons + j] + Math.sqrt(SHARED) * shared;
                    responses[i * neurons + j] = (float) (Math.sqrt(share[j]) * tuning[j - from][i]
                            + Math.sqrt((1 - share[j]) / PRESENTATIONS) * mixed);
                }
            }
        });
        return responses;
    }

    /** Divides row l by l, counted from 1, then makes every column a vector of length 1. */
    private void normalize(double[] loadings) {
        for (int j = 0; j < neurons; j++) {
            double squares = 0;
            for (int l = 0; l < FACTORS; l++) {
                loadings[l * neurons + j] /= l + 1;
                squares += loadings[l * neurons + j] * loadings[l * neurons + j];
            }
            for (int l = 0; l < FACTORS; l++) {
                loadings[l * neurons + j] /= Math.sqrt(squares);
            }
        }
    }

    /**
     * The tuning curve of a neuron, of mean 0 and deviation 1 over the angles. StrictMath gives the same bits on every
     * machine.
     */
    private double[] tuning(int neuron) {
        double[] curve = new double[ANGLES];
        double sum = 0;
        for (int i = 0; i < ANGLES; i++) {
            double cosine = StrictMath.cos(i * (Math.PI / 180) - preferred[neuron]);
            curve[i] = StrictMath.exp(kappa[neuron] * (cosine - 1))
                    + opposite[neuron] * StrictMath.exp(kappa[neuron] * (-cosine - 1));
            sum += curve[i];
        }
        double mean = sum / ANGLES;
        double squares = 0;
        for (int i = 0; i < ANGLES; i++) {
            curve[i] -= mean;
            squares += curve[i] * curve[i];
        }
        double deviation = Math.sqrt(squares / ANGLES);
        for (int i = 0; i < ANGLES; i++) {
            curve[i] /= deviation;
        }
        return curve;
    }
}
