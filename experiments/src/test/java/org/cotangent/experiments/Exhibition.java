package org.cotangent.experiments;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cotangent.experiments.figure.Charts;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.DType;

/** An experiment that does a little of everything that an experiment can do; it trains nothing. */
final class Exhibition extends Experiment {
    static final Setting<BigInteger> SEED = Setting.seed(2021);
    static final Setting<Integer> EPOCHS = Setting.epochs(20).fast(2);
    static final Setting<Integer> BATCH_SIZE =
            Setting.whole("--batch-size", 128, "samples in a batch").atLeast(1);
    static final Setting<Double> LR = Setting.real("--lr", 1e-3, "learning rate").moreThan(0.0);
    static final Setting<List<Integer>> HIDDEN = Setting.wholes("--hidden", List.of(128), 1, "widths of the layers");
    static final Setting<List<String>> RULES = Setting.names(
            "--rules", List.of("backprop"), "learning rules", List.of("backprop", "nodePerturbation"));
    static final Setting<Boolean> AS_PUBLISHED = Setting.flag("--as-published", "with the tutorial's slips");
    static final Setting<DType> DTYPE = Setting.dtype(DType.FLOAT32);

    Exhibition() {
        super("exhibition", Tutorial.W1D3, "Every kind of chart, and numbers that are known");
    }

    @Override
    public String about() {
        return """
                Draws one figure of each kind and records numbers that do not depend on any engine, so that the frame
                can be tested by itself.

                The loss falls because it is made to: 100 % of it is a formula.
                """;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(SEED, EPOCHS, BATCH_SIZE, LR, HIDDEN, RULES, AS_PUBLISHED, DTYPE);
    }

    @Override
    public void run(Run run) throws IOException {
        Random random = new Random(run.seed());
        run.parameter("classes", 4);
        Series losses = run.series("trainingLoss");
        try (Progress progress = run.progress("training", run.epochs() * 25L)) {
            for (int i = 0; i < run.epochs() * 25; i++) {
                losses.add(Math.exp(-i * run.get(LR) * 5) + 0.02 * random.nextGaussian());
                progress.step(losses.values()[i]);
            }
        }
        run.metric("firstLoss", losses.values()[0]);
        run.metric("classCounts", 3, 1, 4);
        run.metric("neverMeasured", Double.NaN);
        if (run.atDefaults()) {
            run.reference("first loss", losses.values()[0], 1, "the formula", Tolerance.absolute(0.1));
            run.reference("batches", losses.size(), 500, "20 epochs of 25");
            run.reference("node", "AddBackward0", "AddBackward0", "w1d2.json");
        }
        run.print("Sequential(\n  (0): Linear(in_features=2, out_features=128, bias=True)\n)");
        run.note("A note says what a number cannot: 3 < 4 & \"quotes\" survive.");
        run.figure("loss", "The loss of every batch.", Plot.of("batch", "loss").line("training loss", losses.values()));
        for (Charts.Exhibit exhibit : new ArrayList<>(Charts.all())) {
            run.figure(exhibit.name(), exhibit.caption(), exhibit.figure());
        }
    }
}
