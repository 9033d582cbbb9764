package org.cotangent.experiments.decoding;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.random.TorchGenerator;

/** The bonus sections of the tutorial, and its exercises: what makes the decoder better, and what does not. */
public final class DecodingVariants extends Experiment {
    static final Setting<BigInteger> SEED = Setting.seed(1);
    static final Setting<Integer> EPOCHS = Setting.epochs(50).fast(10);
    static final Setting<List<Integer>> WIDTHS =
            Setting.wholes("--widths", List.of(1, 2, 5, 10, 20, 50), 1, "hidden units of the networks with one layer")
                    .fast(List.of(2, 10));

    /** The experiment on variants of the decoder. */
    public DecodingVariants() {
        super("decoding-variants", Tutorial.W1D5, "width, depth, mini-batches, penalties, ridge and classes compared");
    }

    @Override
    public String about() {
        return """
                The same data as in the experiment decoding, other decoders: wider and deeper networks, mini-batches of 20 \
                instead of all stimuli at once, a penalty on the weights, ridge regression, and a network that chooses \
                one of 20 classes instead of a number.

                What limits the decoder is neither its width nor its depth but the question: an angle is no number. On the \
                synthetic population, a linear decoder that is asked for cosine and sine is right to half a degree, and \
                the mean direction of the classes to two, where the network that is asked for the angle errs by \
                twelve.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(SEED, Decoding.SPLIT_SEED, EPOCHS, WIDTHS, Source.DATA, Source.BIN_WIDTH);
    }

    @Override
    public void run(Run run) throws IOException {
        Source source = Source.of(run);
        Split split = Split.of(source.recording(), new TorchGenerator(run.get(Decoding.SPLIT_SEED)));
        boolean known = source.kind() == Source.Kind.SYNTHETIC && run.isDefault(SEED, Decoding.SPLIT_SEED, EPOCHS);
        VariantReferences references = new VariantReferences(run, known);
        Comparison comparison = new Comparison(run, split);
        Architectures.compare(comparison, references);
        MiniBatches.compare(comparison, references);
        Penalties.compare(comparison, references);
        RidgeDecoder.compare(comparison, references);
        Classification.compare(comparison, references);
        run.figure(
                "comparison",
                "The median distance between decoded and true angle on the test data, for all kinds of decoders.",
                Plot.of("decoder", "median error (degrees)")
                        .size(760, 320)
                        .categories(comparison.names())
                        .bars("median error", comparison.medians())
                        .noLegend());
    }
}
