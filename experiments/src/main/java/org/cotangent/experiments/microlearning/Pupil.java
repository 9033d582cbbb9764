package org.cotangent.experiments.microlearning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.experiments.data.ImageSets;
import org.cotangent.experiments.data.LabelledImages;
import org.cotangent.nn.learn.Backprop;
import org.cotangent.nn.learn.Estimate;
import org.cotangent.nn.learn.GradientStatistics;
import org.cotangent.nn.learn.LearningRule;
import org.cotangent.nn.module.Parameter;
import org.cotangent.nn.optim.SGD;
import org.cotangent.random.NumpyGenerator;
import org.cotangent.shape.Complaint;

/**
 * One network that learns by one rule, with the tutorial's order of draws: the test images, the weights, the feedback
 * matrices, the batches, then whatever noise the rule needs for 1,000 single images and for each update.
 */
final class Pupil {
    /** The tutorial's share of training images that are trained with: 50,000 of 60,000. */
    private static final int PARTS = 6;

    private static final int TEST_IMAGES = 1000;
    private static final long ORDER_SEED = 42;
    private static final double SNR_EPSILON = 1e-3;

    private final ImageSets images;
    private final Lesson lesson;
    private final int[] order;

    Pupil(ImageSets images, Lesson lesson) {
        this.images = images;
        this.lesson = lesson;
        this.order = order(images.training());
        if (lesson.batchSize() > order.length) {
            throw Complaint.about("batches of " + lesson.batchSize())
                    .because("there are " + order.length + " images to train with")
                    .hint("--batch-size " + order.length + " or less")
                    .argument();
        }
    }

    /** Which images are trained with, in the tutorial's order; those from {@code order.length} on are left for validation. */
    static int[] order(LabelledImages training) {
        return new NumpyGenerator(ORDER_SEED).permutation(training.size() - training.size() / PARTS);
    }

    int updates() {
        return lesson.epochs() * (order.length / lesson.batchSize());
    }

    /** Single images whose gradients are compared before learning, and tested with after each epoch. */
    int testImages() {
        return Math.min(TEST_IMAGES, images.test().size());
    }

    /** How many calls of {@code step} a run makes. */
    long steps() {
        return (long) testImages() + updates();
    }

    /**
     * Learns.
     *
     * @param rule by which rule
     * @param stream what everything is drawn from, but for the weights
     * @param weights what the weights are drawn from: the same stream, unless the tutorial slips
     * @param step told each loss, and NaN for each image of the signal-to-noise ratio
     */
    Outcome learn(Rule rule, NumpyGenerator stream, NumpyGenerator weights, DoubleConsumer step) {
        int[] chosen = stream.choice(images.test().size(), testImages(), false);
        Network network =
                Network.draw(widths(), lesson.sigma(), lesson.unit(), lesson.asPublished(), weights);
        List<Tensor> feedback = rule.drawFeedback(network.layers(), lesson.sigma(), weights);
        LearningRule learning = rule.make(feedback, lesson.noise(), stream);
        int[] batches = stream.choice(order.length, order.length - order.length % lesson.batchSize(), false);
        double snr = signalToNoise(network, learning, chosen, step);

        SGD optimizer = new SGD(learning.parameters(network.layers()), lesson.lr());
        double[] losses = new double[updates()];
        double[] accuracies = new double[lesson.epochs()];
        double[] cosines = new double[lesson.epochs()];
        Tensor testInputs = images.test().inputs(chosen);
        Tensor testTargets = images.test().oneHot(chosen);
        List<Glance> glances = new ArrayList<>();
        int perEpoch = losses.length / lesson.epochs();
        for (int update = 0; update < losses.length; update++) {
            if (lesson.glanceEvery() > 0 && update % lesson.glanceEvery() == 0) {
                glances.add(glance(update, network, rule, learning, feedback, stream, chosen));
            }
            int[] batch = batch(batches, update % perEpoch);
            losses[update] = Tensor.tidy(() -> {
                Estimate estimate = learning.estimate(
                        network.layers(), images.training().inputs(batch), images.training().oneHot(batch));
                estimate.store();
                optimizer.step();
                return estimate.loss();
            });
            if (update % perEpoch == perEpoch - 1) {
                int epoch = update / perEpoch;
                accuracies[epoch] = accuracy(network, images.test(), chosen);
                Estimate own = learning.estimate(network.layers(), testInputs, testTargets);
                Estimate backprop = new Backprop().estimate(network.layers(), testInputs, testTargets);
                cosines[epoch] = own.cosine(backprop, network.hidden());
            }
            step.accept(losses[update]);
        }
        if (lesson.glanceEvery() > 0) {
            glances.add(glance(losses.length, network, rule, learning, feedback, stream, chosen));
        }
        return new Outcome(
                losses,
                accuracies,
                cosines,
                glances,
                snr,
                accuracy(network, images.test(), IntStream.range(0, images.test().size()).toArray()),
                validationAccuracy(network),
                stream.state());
    }

    /** Looks at a network and disturbs nothing: the noise of its rule comes from a copy of the stream. */
    private Glance glance(
            int update,
            Network network,
            Rule rule,
            LearningRule learning,
            List<Tensor> feedback,
            NumpyGenerator stream,
            int... chosen) {
        List<Tensor> matrices = learning.parameters().isEmpty()
                ? feedback
                : learning.parameters().stream().map(Parameter::value).toList();
        LearningRule twin = rule.make(matrices, lesson.noise(), new NumpyGenerator(stream.state()));
        Tensor inputs = images.test().inputs(chosen);
        Tensor targets = images.test().oneHot(chosen);
        Estimate own = twin.estimate(network.layers(), inputs, targets);
        Estimate backprop = new Backprop().estimate(network.layers(), inputs, targets);
        return new Glance(
                update,
                own.loss(),
                accuracy(network, images.test(), chosen),
                Glance.degrees(own.cosine(backprop, network.hidden())),
                Glance.degrees(own.cosine(backprop, network.layers().parameters())));
    }

    private List<Integer> widths() {
        LabelledImages training = images.training();
        return Stream.of(
                        List.of(training.rows() * training.columns()),
                        lesson.hidden(),
                        List.of(LabelledImages.CLASSES))
                .flatMap(List::stream)
                .toList();
    }

    /** The gradients of single images, one at a time: their mean and variance run along. */
    private double signalToNoise(Network network, LearningRule rule, int[] chosen, DoubleConsumer step) {
        GradientStatistics statistics = new GradientStatistics(network.hidden());
        for (int index : chosen) {
            Tensor.tidy(() -> statistics.add(rule.estimate(
                    network.layers(), images.test().inputs(index), images.test().oneHot(index))));
            step.accept(Double.NaN);
        }
        return statistics.signalToNoise(SNR_EPSILON);
    }

    private int[] batch(int[] batches, int number) {
        return Arrays.stream(batches, number * lesson.batchSize(), (number + 1) * lesson.batchSize())
                .map(i -> order[i])
                .toArray();
    }

    private double validationAccuracy(Network network) {
        int size = images.training().size();
        return lesson.asPublished() || size == order.length
                ? Double.NaN
                : accuracy(network, images.training(), IntStream.range(order.length, size).toArray());
    }

    /** Percent of the images that are recognised. */
    private double accuracy(Network network, LabelledImages set, int... indices) {
        int correct = 0;
        for (int start = 0; start < indices.length; start += TEST_IMAGES) {
            int[] some = Arrays.copyOfRange(indices, start, Math.min(start + TEST_IMAGES, indices.length));
            double[] outputs = network.outputs(set.inputs(some)).toDoubles();
            for (int i = 0; i < some.length; i++) {
                int from = i * LabelledImages.CLASSES;
                if (recognised(Arrays.copyOfRange(outputs, from, from + LabelledImages.CLASSES), set.label(some[i]))) {
                    correct++;
                }
            }
        }
        return (double) correct / indices.length * 100;
    }

    /** The first of the largest outputs is the answer; the tutorial takes any of them for one. */
    private boolean recognised(double[] outputs, int label) {
        double own = outputs[label];
        for (int k = 0; k < outputs.length; k++) {
            boolean tieIsRight = lesson.asPublished() || k > label;
            boolean beaten = own > outputs[k] || (tieIsRight && own == outputs[k]);
            if (k != label && !beaten) { // also where one of them is NaN
                return false;
            }
        }
        return true;
    }
}
