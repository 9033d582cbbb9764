package org.cotangent.experiments.decoding;

import java.io.IOException;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.experiments.Progress;
import org.cotangent.experiments.Run;
import org.cotangent.experiments.figure.Plot;
import org.cotangent.experiments.mlp.Net;
import org.cotangent.nn.data.Batch;
import org.cotangent.nn.data.DataLoader;
import org.cotangent.nn.data.TensorDataset;
import org.cotangent.nn.loss.MSELoss;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.TorchGenerator;

/** Bonus section 2.2: a step for every 20 stimuli, drawn anew in each epoch, against one step for all. */
final class MiniBatches {
    private static final int BATCH = 20;
    private static final double LR = 3e-5;
    private static final List<Integer> HIDDEN = List.of(10);

    private MiniBatches() {}

    static void compare(Comparison comparison, VariantReferences references) throws IOException {
        Run run = comparison.run();
        Net full = comparison.net(HIDDEN, 1);
        comparison.train("fullBatch", full, new SGD(full.parameters(), LR), run.epochs());
        Net net = comparison.net(HIDDEN, 1);
        train(comparison, net);
        Comparison.Score score = comparison.score("miniBatch", net);
        references.compare("miniBatch", score);
        comparison.show("mini-batches", score.median());
        double[] losses = run.series("miniBatchLoss").values();
        references.loss("mini-batches: loss of epoch 1", losses[0], 43679.61801938657);
        if (losses.length >= 10) {
            references.loss("mini-batches: loss of epoch 10", losses[9], 592.9861017862955);
        }
        run.figure(
                "mini-batches",
                "The training loss at the same learning rate (3e-5). An epoch sees all training stimuli once; in mini-batches"
                        + " of 20 it takes eleven steps instead of one. The noise of the small batches does not hurt here.",
                Plot.of("epoch", "mean squared error (square degrees)")
                        .logY()
                        .line("all stimuli", run.series("fullBatchLoss").values())
                        .line("mini-batches of 20", losses));
    }

    private static void train(Comparison comparison, Net net) {
        Run run = comparison.run();
        SGD optimizer = new SGD(net.parameters(), LR);
        Recording data = comparison.train();
        DataLoader loader = new DataLoader(new TensorDataset(data.responses(), data.stimuli()), BATCH)
                .shuffle()
                .generator(new TorchGenerator(run.seed()));
        try (Progress progress = run.progress("miniBatchLoss", run.epochs())) {
            for (int epoch = 0; epoch < run.epochs(); epoch++) {
                double sum = 0;
                for (Batch batch : loader) {
                    double value = Tensor.tidy(() -> {
                        optimizer.zeroGrad();
                        Tensor loss = new MSELoss().forward(net.forward(batch.inputs()), batch.targets());
                        loss.backward();
                        optimizer.step();
                        return loss.item();
                    });
                    sum += value * batch.size();
                }
                run.series("miniBatchLoss").add(sum / data.size());
                progress.step(sum / data.size());
            }
        }
    }
}
