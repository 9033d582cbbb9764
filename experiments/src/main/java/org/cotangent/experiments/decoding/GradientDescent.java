package org.cotangent.experiments.decoding;

import org.cotangent.Tensor;
import org.cotangent.experiments.Progress;
import org.cotangent.experiments.Run;
import org.cotangent.nn.loss.Loss;
import org.cotangent.nn.module.Module;
import org.cotangent.nn.optim.Optimizer;

/** Section 3.2: evaluate the loss on all data, compute its gradient, take a step against it, and again. */
final class GradientDescent {
    private GradientDescent() {}

    /**
     * Trains a network; the losses go into a series of the run, one for each epoch, measured before its step.
     *
     * @param run whom to tell
     * @param series the name of the series
     * @param net what is trained
     * @param loss what is made small
     * @param optimizer what takes the steps
     * @param inputs [stimuli, neurons]
     * @param targets what the network should say about each
     * @param epochs how many steps
     */
    static void train(
            Run run,
            String series,
            Module net,
            Loss loss,
            Optimizer<?> optimizer,
            Tensor inputs,
            Tensor targets,
            int epochs) {
        try (Progress progress = run.progress(series, epochs)) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                double value = Tensor.tidy(() -> {
                    optimizer.zeroGrad();
                    Tensor l = loss.forward(net.forward(inputs), targets);
                    l.backward();
                    optimizer.step();
                    return l.item();
                });
                run.series(series).add(value);
                progress.step(value);
            }
        }
    }
}
