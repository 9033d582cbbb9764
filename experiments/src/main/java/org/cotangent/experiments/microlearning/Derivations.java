package org.cotangent.experiments.microlearning;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.cotangent.experiments.Experiment;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.Setting;
import org.cotangent.experiments.Tutorial;
import org.cotangent.random.NumpyGenerator;

/** The tutorial's derivations, measured: what perturbation rules estimate, how well, and how feedback weights converge. */
public final class Derivations extends Experiment {
    private static final Setting<BigInteger> SEED = Setting.numpySeed(12345);
    private static final Setting<Integer> ESTIMATES =
            Setting.whole("--estimates", 2048, "estimates that are averaged").atLeast(64).fast(512);

    /** The experiment. */
    public Derivations() {
        super(
                "microlearning-derivations",
                Tutorial.W2D3,
                "Weight and node perturbation are unbiased, how much they scatter, and how Kolen-Pollack converges");
    }

    @Override
    public String about() {
        return """
                Three derivations of the tutorial, held against measurements on small networks; MNIST is not needed.

                The mean of K estimates by weight or node perturbation tends to the gradient as 1 / sqrt(K), for a linear \
                layer. Weight perturbation keeps that promise in any smooth network; node perturbation, with its noise \
                behind the activation, leaves the slope of the activation out and ends up beside the gradient.

                One estimate for one weight has the variance g_ij^2 + sum g_kl^2 by weight perturbation, with g = dL/dW, and \
                x_j^2 (g_i^2 + sum g_k^2) by node perturbation, with g = dL/dr: it grows with the number of weights in one \
                case, with the number of outputs in the other.

                Kolen and Pollack's feedback matrix B comes nearer to the transposed weights by the factor 1 - lambda with every \
                update, whatever is learned; lambda is learning rate times decay, 0.0001 in the tutorial's run on MNIST.""";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(SEED, ESTIMATES);
    }

    @Override
    public void run(Run run) throws IOException {
        NumpyGenerator generator = new NumpyGenerator(run.seed());
        new Bias(run, run.get(ESTIMATES), generator).measure();
        new Scatter(run, run.get(ESTIMATES), generator).measure();
        new Convergence(run, generator).measure();
    }
}
