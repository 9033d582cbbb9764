package org.cotangent.nn.learn;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.nn.module.Linear;
import org.cotangent.nn.module.Sequential;
import org.cotangent.nn.module.Sigmoid;
import org.cotangent.nn.module.Tanh;
import org.cotangent.random.NumpyGenerator;
import org.cotangent.random.TorchGenerator;

/** Networks and batches for the tests of the rules. */
final class Stacks {
    private Stacks() {}

    /** Linear maps of these widths, tanh between them and a sigmoid at the end; float64. */
    static Sequential of(int... widths) {
        TorchGenerator generator = new TorchGenerator(11);
        Sequential stack = new Sequential();
        for (int i = 1; i < widths.length; i++) {
            stack.add(new Linear(widths[i - 1], widths[i], generator));
            stack.add(i < widths.length - 1 ? new Tanh() : new Sigmoid());
        }
        stack.to(DType.FLOAT64);
        return stack;
    }

    static Linear linear(Sequential stack, int layer) {
        return stack.modules().stream()
                .filter(part -> part instanceof Linear)
                .map(part -> (Linear) part)
                .skip(layer)
                .findFirst()
                .orElseThrow();
    }

    static Tensor normal(long seed, int rows, int columns) {
        return Tensor.of(new NumpyGenerator(seed).normal(0, 1, rows * columns), rows, columns);
    }

    static Tensor uniform(long seed, int rows, int columns) {
        return Tensor.of(new NumpyGenerator(seed).random(rows * columns), rows, columns);
    }

    /** One of each rule for a stack, each with a stream of its own. */
    static List<LearningRule> rules(Sequential stack, double noise) {
        List<Tensor> feedback = FeedbackMatrices.draw(stack, 0.5, new NumpyGenerator(1));
        return List.of(
                new Backprop(),
                new WeightPerturbation(noise, new NumpyGenerator(2)),
                new NodePerturbation(noise, new NumpyGenerator(3)),
                new FeedbackAlignment(feedback),
                new KolenPollack(feedback, 0.1),
                new DirectFeedbackAlignment(FeedbackMatrices.drawDirect(stack, 0.5, new NumpyGenerator(4))));
    }
}
