package org.cotangent.experiments.microlearning;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.learn.Backprop;
import org.cotangent.nn.learn.DirectFeedbackAlignment;
import org.cotangent.nn.learn.FeedbackAlignment;
import org.cotangent.nn.learn.FeedbackMatrices;
import org.cotangent.nn.learn.KolenPollack;
import org.cotangent.nn.learn.LearningRule;
import org.cotangent.nn.learn.NodePerturbation;
import org.cotangent.nn.learn.WeightPerturbation;
import org.cotangent.nn.module.Module;
import org.cotangent.random.NumpyGenerator;

/** The learning rules that are compared: the tutorial's five, and a sixth. */
enum Rule {
    BACKPROP("backprop", "backprop"),
    WEIGHT_PERTURBATION("weightPerturbation", "weight perturbation"),
    NODE_PERTURBATION("nodePerturbation", "node perturbation"),
    FEEDBACK_ALIGNMENT("feedbackAlignment", "feedback alignment"),
    KOLEN_POLLACK("kolenPollack", "Kolen-Pollack"),
    DIRECT_FEEDBACK_ALIGNMENT("directFeedbackAlignment", "direct feedback alignment");

    /** The tutorial's: how much of itself a weight loses in an update of learning rate 1. */
    static final double DECAY = 0.1;

    private final String key;
    private final String title;

    Rule(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** The name in metrics and on the command line. */
    String key() {
        return key;
    }

    /** The name in figures. */
    String title() {
        return title;
    }

    /** Whether it draws noise for each update: that takes longer. */
    boolean isPerturbation() {
        return this == WEIGHT_PERTURBATION || this == NODE_PERTURBATION;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Rule::key).toList();
    }

    static Rule of(String key) {
        return Arrays.stream(values())
                .filter(rule -> rule.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no rule " + key));
    }

    /** Every rule's network is followed by the draw of its feedback matrices, also where the rule has no use for them. */
    List<Tensor> drawFeedback(Module network, double deviation, NumpyGenerator generator) {
        return this == DIRECT_FEEDBACK_ALIGNMENT
                ? FeedbackMatrices.drawDirect(network, deviation, generator)
                : FeedbackMatrices.draw(network, deviation, generator);
    }

    LearningRule make(List<Tensor> feedback, double noise, NumpyGenerator generator) {
        return switch (this) {
            case BACKPROP -> new Backprop();
            case WEIGHT_PERTURBATION -> new WeightPerturbation(noise, generator);
            case NODE_PERTURBATION -> new NodePerturbation(noise, generator);
            case FEEDBACK_ALIGNMENT -> new FeedbackAlignment(feedback);
            case KOLEN_POLLACK -> new KolenPollack(feedback, DECAY);
            case DIRECT_FEEDBACK_ALIGNMENT -> new DirectFeedbackAlignment(feedback);
        };
    }
}
