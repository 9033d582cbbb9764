package org.cotangent.experiments.decoding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;

/**
 * Where the responses come from.
 *
 * @param recording what was found there
 * @param kind what it is
 */
record Source(Recording recording, Kind kind) {
    static final Setting<Optional<Path>> DATA =
            Setting.path("--data", "FILE", "the recording (.npz); without it, a synthetic population");
    static final Setting<Double> BIN_WIDTH = Setting.real(
                    "--bin-width", 1, "width in degrees of the bins in which the recording's stimuli are averaged")
            .between(1.0, 180.0);

    private static final String MD5_OF_THE_TUTORIAL = "436599dfd8ebe6019f066c38aed20580";

    /** What the numbers can be compared with. */
    enum Kind {
        /** The synthetic population: numbers of PyTorch and numpy are known. */
        SYNTHETIC,
        /** The file of the tutorial: what it prints is known. */
        TUTORIAL,
        /** A file of the user's. */
        OTHER
    }

    /** Reads the file that the user named, or draws the synthetic population, and says which. */
    static Source of(Run run) throws IOException {
        Optional<Path> file = run.get(DATA);
        if (file.isEmpty()) {
            run.note("The recording was not given (--data FILE), so a synthetic population of the same shape stands in for"
                    + " it: 23,589 neurons, 360 orientations. What the tutorial prints depends on the recording; the"
                    + " references here are what PyTorch and numpy compute from the same synthetic population.");
            return new Source(
                    SyntheticPopulation.draw(SyntheticPopulation.NEURONS, SyntheticPopulation.SEED), Kind.SYNTHETIC);
        }
        Recording recording = Recording.load(file.get(), run.get(BIN_WIDTH));
        boolean original = md5(file.get()).equals(MD5_OF_THE_TUTORIAL);
        run.note("The recording is " + file.get() + ": " + recording.neurons() + " neurons, " + recording.size()
                + " stimuli. "
                + (original
                        ? "It is the tutorial's, by its MD5."
                        : "By its MD5 it is not the tutorial's, so there is nothing to compare with."));
        return new Source(recording, original ? Kind.TUTORIAL : Kind.OTHER);
    }

    private static String md5(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has MD5", e);
        }
    }
}
