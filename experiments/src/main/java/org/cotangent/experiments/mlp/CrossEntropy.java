package org.cotangent.experiments.mlp;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.figure.Values;
import org.cotangent.experiments.result.Tolerance;
import org.cotangent.kernel.DType;

/** Coding exercise 2.1: the cross entropy of a batch, as its formula says and as one should compute it. */
public final class CrossEntropy extends Experiment {
    private static final Tolerance TOLERANCE = Tolerance.absolute(1e-8);

    /** A gradient is exp of a log-probability near -0.7 found from numbers near 10, whose ulp is 9.5e-7. */
    private static final Tolerance GRADIENT_TOLERANCE = Tolerance.absolute(1e-7);

    private static final float[][] LOGITS = {{10, 1, -1, -20}, {10, 10, 2, -10}};
    private static final long[] LABELS = {0, 1};

    /** The gradient that PyTorch finds for the stable form in float32. */
    private static final double[] GRADIENT = {
        -7.003545761108398e-05, 6.169624975882471e-05, 8.349679774255492e-06, 4.67816034610064e-14,
        0.24995800852775574, -0.2500419318675995, 8.385162800550461e-05, 5.152016608533913e-10
    };

    private static final Setting<DType> DTYPE = Setting.dtype(DType.FLOAT32);

    /** The cross entropy experiment. */
    public CrossEntropy() {
        super("cross-entropy", Tutorial.W1D3, "one loss, two ways to compute it, and where they part");
    }

    @Override
    public String about() {
        return """
                The cross entropy of logits x and the right class l is -x[l] + ln(sum of exp(x)), averaged over the \
                batch. Computed as it stands, its last digits are lost when the two terms nearly cancel, and exp \
                overflows when a logit passes 88 in float32. The stable form subtracts the largest logit first.

                The two samples of the tutorial show the lost digits. A figure shows the overflow: adding a constant to \
                all logits should change nothing.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(DTYPE);
    }

    /**
     * The mean over the batch of {@code -x[label] + ln(sum_c exp x[c])}, term by term as the formula says.
     *
     * @param x logits [N, C]
     * @param labels int64 [N]
     * @return one number
     */
    static Tensor byFormula(Tensor x, Tensor labels) {
        Tensor ofLabels = x.gather(1, labels.unsqueeze(1)).squeeze(1);
        return ofLabels.neg().add(x.exp().sum(1).log()).mean();
    }

    @Override
    public void run(Run run) throws IOException {
        Tensor labels = Tensor.of(LABELS, LABELS.length);
        Tensor x = Tensor.of(LOGITS).to(run.dtype()).requiresGrad(true);
        double formula = byFormula(x.detach(), labels).item();
        Tensor loss = x.crossEntropy(labels);
        loss.backward();
        Tensor gradient = Objects.requireNonNull(x.grad());
        double stable = loss.item();
        run.print(String.format(
                Locale.ROOT,
                "cross entropy by the formula %.8f, stable %.8f%ndifference %.8f",
                formula,
                stable,
                Math.abs(formula - stable)));
        run.print("logits: " + x.detach() + "\nprobabilities: " + x.detach().softmax(1) + "\ngradient: " + gradient);
        run.metric("byFormula", formula);
        run.metric("stable", stable);
        run.metric("difference", Math.abs(formula - stable));
        run.metric("gradient", gradient.toDoubles());
        draw(run, x.detach(), labels);
        if (run.dtype() == DType.FLOAT32) {
            String source = "PyTorch 1.13.1, float32";
            run.reference("cross entropy by the formula", formula, 0.3467273712158203, source, TOLERANCE);
            run.reference("cross entropy, stable", stable, 0.34672749042510986, source, TOLERANCE);
            String printed = "printed in the tutorial";
            run.reference("cross entropy by the formula", formula, 0.34672737, printed, TOLERANCE);
            run.reference("cross entropy, stable", stable, 0.34672749, printed, TOLERANCE);
            run.reference("gradient", gradient.toDoubles(), GRADIENT, source, GRADIENT_TOLERANCE);
        } else {
            String source = "PyTorch 1.13.1, float64";
            Tolerance float64 = Tolerance.relative(1e-9);
            run.reference("cross entropy by the formula", formula, 0.34672750026462396, source, float64);
            run.reference("cross entropy, stable", stable, 0.3467275002646233, source, float64);
        }
    }

    private static void draw(Run run, Tensor x, Tensor labels) throws IOException {
        boolean single = run.dtype() == DType.FLOAT32;
        double most = single ? 120 : 960;
        double unit = single ? 1e-6 : 1e-15;
        double exact = x.to(DType.FLOAT64).crossEntropy(labels).item();
        double[] shifts = Values.linspace(0, most, 241);
        double[] formula = new double[shifts.length];
        double[] stable = new double[shifts.length];
        double[] distance = new double[shifts.length];
        double overflow = Double.NaN;
        for (int i = 0; i < shifts.length; i++) {
            Tensor shifted = x.add(shifts[i]);
            formula[i] = byFormula(shifted, labels).item();
            stable[i] = shifted.crossEntropy(labels).item();
            if (Double.isNaN(overflow) && !Double.isFinite(formula[i])) {
                overflow = shifts[i];
            }
            formula[i] = Double.isFinite(formula[i]) ? (formula[i] - exact) / unit : Double.NaN;
            distance[i] = (stable[i] - exact) / unit;
        }
        run.metric("formulaOverflowsAtShift", overflow);
        run.metric("stableAtLargestShift", stable[stable.length - 1]);
        run.figure(
                "shifted-logits",
                "How far the loss is from its exact value when a constant is added to all logits, in " + run.dtype()
                        + "; it should not change. The formula's last digits wander, and then exp overflows and it gives"
                        + " infinity; the stable form stays.",
                Plot.of("constant added to all logits", "error of the loss (" + (single ? "1e-6" : "1e-15") + " nats)")
                        .line("by the formula", shifts, formula)
                        .line("stable", shifts, distance)
                        .spikes("exp overflows", overflow));
        Tensor probabilities = x.softmax(1);
        String[] names = {"class 0", "class 1", "class 2", "class 3"};
        run.figure(
                "probabilities",
                "What the two samples' logits mean. The first is sure and right; the second cannot choose between two"
                        + " classes, which costs ln 2, half of it in the mean.",
                Plot.of("class", "probability")
                        .categories(names)
                        .bars("sample 1, right class 0", probabilities.select(0, 0).contiguous().toDoubles())
                        .bars("sample 2, right class 1", probabilities.select(0, 1).contiguous().toDoubles()));
    }
}
