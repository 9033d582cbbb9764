package org.cotangent.experiments.decoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import java.util.HexFormat;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.result.Tolerance;

/**
 * The numbers that {@link Decoding} should find: those of PyTorch and numpy on the synthetic population, those that the
 * tutorial prints for its recording, and those that depend on neither. Each method adds the rows that hold for the settings
 * of this run, and none when there are none.
 */
final class References {
    private static final String NUMPY = "numpy 1.24.2";
    private static final String TORCH = "PyTorch 1.13.1";
    private static final String TUTORIAL = "the tutorial's text";
    private static final Tolerance FLOAT64 = Tolerance.relative(1e-9);
    private static final Tolerance FLOAT32 = Tolerance.relative(1e-4);
    private static final Tolerance LAST = Tolerance.relative(1e-3);
    private static final Tolerance TWO_DIGITS = Tolerance.absolute(0.005);
    private static final int EVERY = 10;
    private static final int EPOCHS = 50;

    private final Run run;
    private final boolean synthetic;
    private final boolean tutorial;

    References(Run run, Source.Kind kind) {
        this.run = run;
        synthetic = kind == Source.Kind.SYNTHETIC;
        tutorial = kind == Source.Kind.TUTORIAL && run.isDefault(Source.BIN_WIDTH);
    }

    void population(Recording all) {
        if (!synthetic) {
            return;
        }
        run.reference("population: SHA-256 of the float32 values", digest(all), "b5a5f4b342839848", NUMPY);
        double[] values = all.responses().toDoubles();
        double sum = Arrays.stream(values).sum();
        double mean = sum / values.length;
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        run.reference("population: sum", sum, 559.7086725083257, NUMPY, FLOAT64);
        run.reference(
                "population: standard deviation", Math.sqrt(squares / values.length), 0.3505876806359133, NUMPY, FLOAT64);
        Arrays.sort(values);
        run.reference("population: smallest", values[0], -1.6103994846343994, NUMPY, Tolerance.exact());
        run.reference("population: largest", values[values.length - 1], 2.0665078163146973, NUMPY, Tolerance.exact());
    }

    private static String digest(Recording all) {
        float[] values = all.responses().toFloats();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    void split(Split split) {
        if ((synthetic || tutorial) && run.isDefault(Decoding.SPLIT_SEED)) {
            double[] first = Arrays.stream(split.trainRows()).limit(EVERY).asDoubleStream().toArray();
            double[] known = {130, 137, 169, 83, 309, 186, 305, 91, 58, 99};
            run.reference("split: first rows for training", first, known, TORCH, Tolerance.exact());
            run.reference("split: sum of the rows for training", Arrays.stream(split.trainRows()).sum(), 40026, TORCH);
        }
    }

    void decodedOne(double decoded, double truth) {
        if (!run.isDefault(Decoding.SEED, Decoding.SPLIT_SEED, Decoding.DTYPE)) {
            return;
        }
        if (synthetic || tutorial) {
            run.reference("one stimulus: true (degrees)", truth, 139, TUTORIAL, Tolerance.exact());
        }
        if (synthetic) {
            run.reference("one stimulus: decoded (degrees)", decoded, 0.11889523267745972, TORCH, FLOAT32);
        } else if (tutorial) {
            run.reference("one stimulus: decoded (degrees)", decoded, 0.17, TUTORIAL, TWO_DIGITS);
        }
    }

    void errorOfTwenty(double error, double meanSquare) {
        if (!run.isDefault(Decoding.SEED, Decoding.SPLIT_SEED, Decoding.DTYPE, Decoding.HIDDEN)) {
            return;
        }
        if (synthetic || tutorial) {
            run.reference("20 stimuli: mean square of the orientations", meanSquare, 43003.25, TORCH, Tolerance.exact());
        }
        if (synthetic) {
            run.reference("20 stimuli: mean squared error", error, 42958.36328125, TORCH, FLOAT32);
        } else if (tutorial) {
            run.reference("20 stimuli: mean squared error", error, 42949.14, TUTORIAL, TWO_DIGITS);
        }
    }

    void gradients(double largestDifference) {
        run.reference(
                "gradients by hand: largest difference from backward()",
                largestDifference,
                0,
                "the formulas of section 2.1",
                Tolerance.absolute(1e-9));
    }

    /** The losses of the network with ReLUs, as far as the training came. */
    void losses(double... losses) {
        double[] known = {13844.65234375, 1171.618896484375, 565.2483520507812, 332.959716796875, 206.93026733398438};
        for (int i = 0; trained() && i < known.length && (i + 1) * EVERY <= losses.length; i++) {
            int epoch = (i + 1) * EVERY;
            run.reference("loss of epoch " + epoch, losses[epoch - 1], known[i], TORCH, epoch == EPOCHS ? LAST : FLOAT32);
        }
    }

    void evaluation(double trainMse, double testMse, double medianError) {
        if (trained() && run.isDefault(Decoding.EPOCHS)) {
            run.reference("trained: mean squared error on training data", trainMse, 197.69541931152344, TORCH, LAST);
            run.reference("trained: mean squared error on test data", testMse, 1429.613525390625, TORCH, LAST);
            run.reference("trained: median error on test data (degrees)", medianError, 11.797150611877441, TORCH, LAST);
        }
    }

    void parameters(DeepNet net) {
        if (trained() && run.isDefault(Decoding.EPOCHS)) {
            double[] outWeights = {
                2.775609, 1.977307, -0.016618123, -0.18399815, 1.8108354, 1.8563539, 1.9708095, -0.091018274, 0.61463505,
                1.9286081
            };
            double[] inBiases = {
                0.16232948, 0.13239914, 0.0023398397, -0.0070204292, 0.12415948, 0.14546391, 0.10969393, -0.009662364,
                0.052004743, 0.10905841
            };
            double[] inWeights = Arrays.copyOf(net.inLayer().weight().value().toDoubles(), 8);
            double[] knownWeights = {
                -0.011929906, 0.018272243, 0.00017130574, -0.008228579, 0.009515214, -0.0035831032, -0.005734343, -0.0027358094
            };
            run.reference("trained: output weights", net.outLayer().weight().value().toDoubles(), outWeights, TORCH, LAST);
            double[] biases = Objects.requireNonNull(net.inLayer().bias()).value().toDoubles();
            run.reference("trained: biases of the hidden units", biases, inBiases, TORCH, LAST);
            run.reference("trained: first weights of the first unit", inWeights, knownWeights, TORCH, LAST);
        }
    }

    /**
     * The losses of the linear network, until it leaves the valley around epoch 37. After that no two computations agree:
     * PyTorch itself finds 47,377 in epoch 41, and between 240,000 and 356,000 when the initial weights are changed by one unit
     * in their last place.
     */
    void linearLosses(double... losses) {
        double[] known = {44707.73046875, 31317.62109375, 17732.61328125, 3424.643310546875};
        for (int i = 0; trained() && i < known.length && i * EVERY < losses.length; i++) {
            int epoch = i * EVERY + 1;
            run.reference("DeepNet: loss of epoch " + epoch, losses[epoch - 1], known[i], TORCH, FLOAT32);
        }
    }

    private boolean trained() {
        return synthetic
                && run.isDefault(Decoding.SEED, Decoding.SPLIT_SEED, Decoding.DTYPE, Decoding.HIDDEN, Decoding.LR);
    }
}
