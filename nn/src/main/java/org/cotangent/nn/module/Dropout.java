package org.cotangent.nn.module;

import org.cotangent.Tensor;
import org.cotangent.random.TorchGenerator;
import org.cotangent.shape.Complaint;

/**
 * In training, sets every element to 0 with probability p and divides the others by 1 - p, so that the mean stays; in
 * evaluation, returns its input.
 *
 * <p>Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 2014. The draws are
 * those of PyTorch on a CPU.
 */
public final class Dropout extends Module {
    private final double p;
    private final TorchGenerator generator;

    /**
     * A dropout with its source of chance.
     *
     * @param p the probability that an element is set to 0
     * @param generator drawn from at every forward in training
     * @throws IllegalArgumentException when p is not from 0 to 1
     */
    public Dropout(double p, TorchGenerator generator) {
        if (!(p >= 0 && p <= 1)) {
            throw Complaint.about("Dropout(" + p + ")")
                    .because("p is a probability")
                    .hint("a number from 0 to 1, such as 0.5")
                    .argument();
        }
        this.p = p;
        this.generator = generator;
    }

    @Override
    public Tensor forward(Tensor x) {
        return isTraining() && p > 0 ? x.dropout(p, generator) : x;
    }

    @Override
    protected String options() {
        return "p=" + PythonNumber.of(p) + ", inplace=False";
    }
}
