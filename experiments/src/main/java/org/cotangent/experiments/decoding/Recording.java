package org.cotangent.experiments.decoding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotangent.Tensor;
import org.cotangent.io.Npz;
import org.cotangent.kernel.DType;
import org.cotangent.random.NumpyRandomState;

/**
 * What a population of neurons answered to gratings of known orientation.
 *
 * @param responses [stimuli, neurons], in units of each neuron's standard deviation over the stimuli
 * @param stimuli [stimuli, 1], the orientations in degrees
 */
record Recording(Tensor responses, Tensor stimuli) {
    private static final String RESPONSES = "resp";
    private static final String STIMULI = "stimuli";
    private static final double CIRCLE = 360;
    private static final int FEWEST = 5;

    /**
     * Reads a recording in the tutorial's format: an .npz with {@code resp} [stimuli, neurons] and {@code stimuli}
     * [stimuli], floats or integers.
     *
     * @param file its path
     * @param binWidth degrees; beyond 1, the responses to all stimuli in a bin are averaged, and so are the stimuli
     * @return the recording in float32
     * @throws IOException when it is not such a file
     */
    static Recording load(Path file, double binWidth) throws IOException {
        Map<String, Tensor> arrays = Npz.load(file);
        Tensor responses = arrays.get(RESPONSES);
        Tensor stimuli = arrays.get(STIMULI);
        if (responses == null || stimuli == null) {
            throw refusal(file, "it has the arrays " + arrays.keySet() + ", not resp and stimuli");
        }
        if (responses.rank() != 2 || stimuli.rank() != 1 || responses.size(0) != stimuli.size(0)) {
            throw refusal(
                    file,
                    "resp has the shape " + responses.shape() + " and stimuli " + stimuli.shape()
                            + " instead of [stimuli, neurons] and [stimuli]");
        }
        if (responses.size(0) < FEWEST || responses.size(1) == 0) {
            throw refusal(file, "resp has the shape " + responses.shape() + ", too little to train and test on");
        }
        double[] angles = stimuli.toDoubles();
        for (int i = 0; i < angles.length; i++) {
            if (!(angles[i] >= 0 && angles[i] <= CIRCLE)) {
                throw refusal(file, "stimulus " + i + " is " + angles[i] + ", not an angle from 0 to 360 degrees");
            }
        }
        for (double each : responses.toDoubles()) {
            if (!Double.isFinite(each)) {
                throw refusal(file, "resp contains " + each);
            }
        }
        Recording whole = new Recording(responses, stimuli);
        Recording binned = binWidth > 1 ? whole.binned(binWidth) : whole;
        return new Recording(
                binned.responses.to(DType.FLOAT32),
                binned.stimuli.to(DType.FLOAT32).unsqueeze(1));
    }

    private static IOException refusal(Path file, String why) {
        return new IOException("read the recording " + file + ": " + why
                + ". Try: the tutorial's W3D4_stringer_oribinned1.npz, or a file like it");
    }

    /** Averages over the stimuli from k w up to (k + 1) w degrees, for each k that has any. */
    private Recording binned(double width) {
        double[] angles = stimuli.toDoubles();
        SortedMap<Integer, List<Long>> bins = new TreeMap<>();
        for (int i = 0; i < angles.length; i++) {
            bins.computeIfAbsent(bin(angles[i], width), k -> new ArrayList<>()).add((long) i);
        }
        Tensor[] rows = new Tensor[bins.size()];
        Tensor[] means = new Tensor[bins.size()];
        int row = 0;
        for (List<Long> members : bins.values()) {
            Tensor chosen = Tensor.of(members.stream().mapToLong(Long::longValue).toArray(), members.size());
            rows[row] = responses.index(chosen).to(DType.FLOAT64).mean(0);
            means[row++] = stimuli.index(chosen).to(DType.FLOAT64).mean(0);
        }
        return new Recording(Tensor.stack(0, rows), Tensor.stack(0, means));
    }

    /** The k with {@code k w <= angle < (k + 1) w}, as numpy's digitize finds it: the quotient may be rounded up. */
    private static int bin(double angle, double width) {
        int bin = (int) (angle / width);
        return bin * width > angle ? bin - 1 : (bin + 1) * width <= angle ? bin + 1 : bin;
    }

    /** The number of stimuli. */
    int size() {
        return stimuli.size(0);
    }

    int neurons() {
        return responses.size(1);
    }

    Recording to(DType type) {
        return new Recording(responses.to(type), stimuli.to(type));
    }

    /**
     * Some of the stimuli.
     *
     * @param indices int64 [n]
     */
    Recording part(Tensor indices) {
        return new Recording(responses.index(indices), stimuli.index(indices));
    }

    /** Stimuli drawn with replacement, as the tutorial's {@code get_data}. */
    Recording draw(int n, NumpyRandomState random) {
        long[] indices = Arrays.stream(random.choice(size(), n, true)).asLongStream().toArray();
        return part(Tensor.of(indices, n));
    }
}
