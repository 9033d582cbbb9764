package org.cotangent.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.junit.jupiter.api.Test;

/** The gradients that the tutorials derive by hand, against those of the engine. */
class TutorialGradientsTest {
    private final Random random = new Random(2021);

    private Tensor normals(int... sizes) {
        int n = 1;
        for (int size : sizes) {
            n *= size;
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextGaussian();
        }
        return Tensor.of(values, sizes).requiresGrad(true);
    }

    private static Tensor scalar(double value) {
        return Tensor.scalar(value, DType.FLOAT64).requiresGrad(true);
    }

    private static List<Tensor> gradients(Tensor loss, Tensor... parameters) {
        return Autograd.grad(loss, List.of(parameters), false);
    }

    private static void close(Tensor expected, Tensor actual) {
        assertEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 1e-12);
    }

    /** W1D2, exercise 1.1: z = sin(x^2 + y^2) on the tutorial's grid. */
    @Test
    void gradientVectorOfTheSineOfARadius() {
        for (double a = -2.5; a <= 2.5; a += 0.5) {
            for (double b = -2.5; b <= 2.5; b += 0.5) {
                Tensor x = scalar(a);
                Tensor y = scalar(b);
                List<Tensor> g = gradients(x.square().add(y.square()).sin(), x, y);
                assertEquals(2 * a * Math.cos(a * a + b * b), g.get(0).item(), 1e-13);
                assertEquals(2 * b * Math.cos(a * a + b * b), g.get(1).item(), 1e-13);
            }
        }
    }

    /** W1D2, section 2.1: f = tanh(ln(1 + 2 x z / sin y)). */
    @Test
    void hyperbolicTangentOfALogarithm() {
        double a = 1;
        double b = Math.PI / 6;
        double c = 0.7;
        Tensor x = scalar(a);
        Tensor y = scalar(b);
        Tensor z = scalar(c);
        Tensor f = z.mul(x).mul(2).div(y.sin()).add(1).log().tanh();
        List<Tensor> g = gradients(f, x, y, z);
        double inner = 1 + 2 * a * c / Math.sin(b);
        double outer = (1 - Math.pow(Math.tanh(Math.log(inner)), 2)) / inner;
        assertEquals(outer * 2 * c / Math.sin(b), g.get(0).item(), 1e-13);
        assertEquals(-outer * 2 * a * c * Math.cos(b) / Math.pow(Math.sin(b), 2), g.get(1).item(), 1e-13);
        assertEquals(outer * 2 * a / Math.sin(b), g.get(2).item(), 1e-13);
    }

    /** W1D2, exercise 2.1: one neuron, loss (y - tanh(w x + b))^2. */
    @Test
    void simpleGraph() {
        double feature = 1;
        double target = 7;
        Tensor w = scalar(-0.5);
        Tensor b = scalar(0.5);
        Tensor prediction = w.mul(feature).add(b).tanh();
        Tensor loss = prediction.rsub(target).square();
        List<Tensor> g = gradients(loss, w, b);
        double p = Math.tanh(-0.5 * feature + 0.5);
        double common = -2 * (target - p) * (1 - p * p);
        assertEquals(common * feature, g.get(0).item(), 1e-13);
        assertEquals(common, g.get(1).item(), 1e-13);
    }

    /** Softmax followed by cross entropy: (p - y) / N. */
    @Test
    void softmaxCrossEntropyIsProbabilityMinusLabel() {
        int n = 5;
        int classes = 4;
        Tensor scores = normals(n, classes);
        long[] labels = {0, 3, 1, 1, 2};
        Tensor g = gradients(scores.crossEntropy(Tensor.of(labels, n)), scores).getFirst();
        double[] x = scores.toDoubles();
        double[] expected = new double[n * classes];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < classes; j++) {
                sum += Math.exp(x[i * classes + j]);
            }
            for (int j = 0; j < classes; j++) {
                double p = Math.exp(x[i * classes + j]) / sum;
                expected[i * classes + j] = (p - (labels[i] == j ? 1 : 0)) / n;
            }
        }
        close(Tensor.of(expected, n, classes), g);
    }

    /**
     * W1D5, bonus 2.1: the decoder y = W_out phi(W_in r + b_in) + b_out under the mean squared error.
     *
     * <p>{@code dL/dW_out = 2/P sum (y - y~) h^T} and {@code dL/dW_in = 2/P sum (y - y~) W_out^T [h > 0] r^T}.
     */
    @Test
    void theDecodersTwoWeights() {
        int samples = 6;
        int neurons = 5;
        int hidden = 4;
        double[] r = normals(samples, neurons).toDoubles();
        double[] truth = normals(samples, 1).toDoubles();
        Tensor win = normals(hidden, neurons);
        Tensor bin = normals(hidden);
        Tensor wout = normals(1, hidden);
        Tensor bout = normals(1);
        Tensor y = Tensor.of(r, samples, neurons).linear(win, bin).relu().linear(wout, bout);
        List<Tensor> g = gradients(y.mse(Tensor.of(truth, samples, 1)), win, wout);
        double[] expectedIn = new double[hidden * neurons];
        double[] expectedOut = new double[hidden];
        for (int n = 0; n < samples; n++) {
            double[] h = new double[hidden];
            double output = bout.toDoubles()[0];
            for (int m = 0; m < hidden; m++) {
                double z = bin.toDoubles()[m];
                for (int i = 0; i < neurons; i++) {
                    z += win.toDoubles()[m * neurons + i] * r[n * neurons + i];
                }
                h[m] = Math.max(z, 0);
                output += wout.toDoubles()[m] * h[m];
            }
            double error = 2 * (output - truth[n]) / samples;
            for (int m = 0; m < hidden; m++) {
                expectedOut[m] += error * h[m];
                for (int i = 0; i < neurons && h[m] > 0; i++) {
                    expectedIn[m * neurons + i] += error * wout.toDoubles()[m] * r[n * neurons + i];
                }
            }
        }
        close(Tensor.of(expectedIn, hidden, neurons), g.get(0));
        close(Tensor.of(expectedOut, 1, hidden), g.get(1));
    }

    /**
     * W2D3, section 2: the sigmoid network with samples in columns and biases in the last column of each matrix.
     *
     * <p>With e = t - o the tutorial's updates are {@code dW_y = (e o (1 - o)) [h; 1]^T} and {@code dW_h = (W_y^T (e o (1
     * - o)) h (1 - h)) [x; 1]^T}: -n/2 times the gradient of the loss {@code mean over n of sum (t - o)^2}.
     */
    @Test
    void theSigmoidNetworkOfMicrolearning() {
        int inputs = 6;
        int hidden = 4;
        int outputs = 3;
        int n = 5;
        Tensor x = withOnes(normals(inputs, n).detach());
        Tensor targets = normals(outputs, n).detach().gt(0).to(DType.FLOAT64);
        Tensor wh = normals(hidden, inputs + 1);
        Tensor wy = normals(outputs, hidden + 1);
        Tensor h = wh.matmul(x).sigmoid();
        Tensor o = wy.matmul(withOnes(h)).sigmoid();
        Tensor loss = targets.sub(o).square().sum(0).mean();
        List<Tensor> g = gradients(loss, wh, wy);
        Autograd.noGrad(() -> {
            Tensor delta = targets.sub(o).mul(o).mul(o.rsub(1));
            Tensor dWy = delta.matmul(withOnes(h).t());
            Tensor dWh = wy.slice(1, 0, hidden).t().matmul(delta).mul(h).mul(h.rsub(1)).matmul(x.t());
            close(dWh.mul(-2.0 / n), g.get(0));
            close(dWy.mul(-2.0 / n), g.get(1));
        });
    }

    private static Tensor withOnes(Tensor x) {
        return Tensor.cat(0, x, Tensor.ones(DType.FLOAT64, 1, x.size(1)));
    }
}
