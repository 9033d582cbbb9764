package org.cotangent.experiments.microlearning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.experiments.FirstStep;
import org.cotangent.experiments.data.ImageSets;
import org.cotangent.experiments.data.LabelledImages;
import org.cotangent.nn.learn.Backprop;
import org.cotangent.nn.learn.Estimate;
import org.cotangent.nn.learn.LearningRule;
import org.cotangent.nn.module.Parameter;
import org.cotangent.random.NumpyGenerator;

/**
 * The first update of one network by each learning rule, for a look at how each gets its gradient: the network, the feedback
 * matrices and the batch are those of {@link Pupil}.
 *
 * <p>Only the noise of the perturbation rules is other noise: a pupil has by then looked at single images.
 */
final class FirstUpdate {
    private static final int TEST_IMAGES = 1000;

    private final ImageSets images;
    private final Lesson lesson;
    private final long seed;
    private final int[] order;

    FirstUpdate(ImageSets images, Lesson lesson, long seed) {
        this.images = images;
        this.lesson = lesson;
        this.seed = seed;
        this.order = Pupil.order(images.training());
    }

    List<FirstStep> byEachRule() {
        return Arrays.stream(Rule.values()).map(this::by).toList();
    }

    private FirstStep by(Rule rule) {
        NumpyGenerator stream = new NumpyGenerator(seed);
        stream.choice(images.test().size(), Math.min(TEST_IMAGES, images.test().size()), false);
        LabelledImages training = images.training();
        List<Integer> widths = new ArrayList<>(List.of(training.rows() * training.columns()));
        widths.addAll(lesson.hidden());
        widths.add(LabelledImages.CLASSES);
        Network network = Network.draw(widths, lesson.sigma(), lesson.unit(), lesson.asPublished(), stream);
        List<Tensor> feedback = rule.drawFeedback(network.layers(), lesson.sigma(), stream);
        for (int i = 0; i < feedback.size(); i++) {
            feedback.get(i).named("B" + (i + 1));
        }
        LearningRule learning = rule.make(feedback, lesson.noise(), stream);
        network.layers().namedParameters().forEach((path, parameter) -> parameter.value().named(path));
        int size = Math.min(lesson.batchSize(), order.length);
        int[] batch = Arrays.stream(stream.choice(order.length, order.length - order.length % size, false), 0, size)
                .map(i -> order[i])
                .toArray();
        Tensor inputs = training.inputs(batch).named("images");
        Tensor targets = training.oneHot(batch).named("digits");
        Estimate own = learning.estimate(network.layers(), inputs, targets);
        Estimate backprop = new Backprop().estimate(network.layers(), inputs, targets);
        return new FirstStep(
                rule.key(),
                "the first update of microlearning by " + rule.title(),
                remarks(rule, network, own, backprop),
                () -> learning.estimate(network.layers(), inputs, targets));
    }

    private static String remarks(Rule rule, Network network, Estimate own, Estimate backprop) {
        StringBuilder text = new StringBuilder(
                switch (rule) {
                    case BACKPROP -> "Backpropagation: every rule is the derivative.";
                    case WEIGHT_PERTURBATION ->
                        """
                        There is no backward: the network is computed with its weights and with shaken ones,
                        and the change of the loss, times the shake, is the estimate.""";
                    case NODE_PERTURBATION ->
                        """
                        There is no backward: the network is computed with its activities and with shaken ones,
                        and the change of the loss, times the shake, is the estimate.""";
                    case FEEDBACK_ALIGNMENT ->
                        """
                        It departs from backprop where the error passes feedbackLinear: there it goes back through
                        the random matrix B1 instead of the weights. Above it, both are the same.""";
                    case KOLEN_POLLACK ->
                        """
                        As feedback alignment, with a feedback matrix that learns; weights decay, too, which the
                        estimate contains after backward.""";
                    case DIRECT_FEEDBACK_ALIGNMENT ->
                        """
                        The error of the output goes straight to every hidden layer, through a random matrix for
                        each.""";
                });
        text.append(String.format(
                Locale.ROOT, "%n%nloss %.9g%n%n%-10s  %12s  %12s  %9s  %7s%n", own.loss(), "parameter", "|estimate|",
                "|backprop|", "cosine", "angle"));
        for (Map.Entry<String, Parameter> each : network.layers().namedParameters().entrySet()) {
            Parameter parameter = each.getValue();
            double cosine = own.cosine(backprop, List.of(parameter));
            text.append(String.format(
                    Locale.ROOT,
                    "%-10s  %12.6g  %12.6g  %9.6f  %6.2f°%n",
                    each.getKey(),
                    norm(own.of(parameter)),
                    norm(backprop.of(parameter)),
                    cosine,
                    Math.toDegrees(Math.acos(Math.clamp(cosine, -1, 1)))));
        }
        return text.toString().replace(System.lineSeparator(), "\n").stripTrailing();
    }

    private static double norm(Tensor x) {
        return Math.sqrt(x.detach().square().sum().item());
    }
}
