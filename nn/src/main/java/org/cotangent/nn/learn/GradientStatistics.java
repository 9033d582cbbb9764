package org.cotangent.nn.learn;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.module.Parameter;
import org.cotangent.shape.Complaint;

/**
 * The mean and the variance of many estimates, element by element, without keeping them.
 *
 * <p>With the k-th estimate g, {@code M += (g - mean)^2 (k - 1) / k} and {@code mean += (g - mean) / k}; the variance is
 * {@code M / k}. B. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4,
 * 1962.
 */
public final class GradientStatistics {
    /** M and the mean from both and g, with (k - 1) / k and 1 / k. */
    private static final Recipe RUNNING = Recipe.inPlace("running moments", 3, 2, (in, number) -> {
        Expr off = in[2].sub(in[1]);
        return List.of(off.mul(off).fma(number[0], in[0]), off.fma(number[1], in[1]));
    });

    private final List<Parameter> parameters;
    private final List<Tensor> means = new ArrayList<>();
    private final List<Tensor> squares = new ArrayList<>();
    private int count;

    /**
     * Statistics of no estimates yet.
     *
     * @param parameters whose gradients are watched
     */
    public GradientStatistics(List<Parameter> parameters) {
        this.parameters = List.copyOf(parameters);
        for (Parameter parameter : parameters) {
            Device device = parameter.value().device();
            means.add(Tensor.zeros(parameter.dtype(), parameter.shape().sizes()).to(device));
            squares.add(Tensor.zeros(parameter.dtype(), parameter.shape().sizes()).to(device));
        }
    }

    /**
     * Takes one more estimate into account.
     *
     * @param estimate it is not kept
     */
    public void add(Estimate estimate) {
        count++;
        for (int i = 0; i < parameters.size(); i++) {
            List<Tensor> moments = List.of(squares.get(i), means.get(i), estimate.of(parameters.get(i)));
            Tensor.updateAll(RUNNING, moments, (count - 1.0) / count, 1.0 / count);
        }
    }

    /**
     * How many estimates there were.
     *
     * @return the number of calls of {@link #add}
     */
    public int count() {
        return count;
    }

    /**
     * The mean of the estimates for a parameter.
     *
     * @param parameter one of those watched
     * @return a copy, of its shape
     */
    public Tensor mean(Parameter parameter) {
        return means.get(index(parameter)).clone();
    }

    /**
     * The variance of the estimates for a parameter: the mean square of their distance from the mean.
     *
     * @param parameter one of those watched
     * @return a copy, of its shape
     */
    public Tensor variance(Parameter parameter) {
        return squares.get(index(parameter)).div(count);
    }

    /**
     * The signal-to-noise ratio {@code |mean| / (deviation + epsilon)}, averaged over all elements of all parameters.
     *
     * @param epsilon keeps elements that never change from counting as infinitely clear
     * @return the ratio
     */
    public double signalToNoise(double epsilon) {
        return Autograd.noGrad(() -> {
            double sum = 0;
            long elements = 0;
            for (int i = 0; i < parameters.size(); i++) {
                Tensor deviation = squares.get(i).div(count).sqrt();
                sum += means.get(i).abs().div(deviation.add(epsilon)).sum().item();
                elements += means.get(i).size();
            }
            return sum / elements;
        });
    }

    private int index(Parameter parameter) {
        int index = parameters.indexOf(parameter);
        if (index < 0 || count == 0) {
            throw Complaint.about("statistics of a parameter of shape " + parameter.shape())
                    .because(index < 0 ? "it is not one of those watched" : "there was no estimate yet")
                    .hint("name the parameter when the statistics are made, and add estimates")
                    .argument();
        }
        return index;
    }
}
