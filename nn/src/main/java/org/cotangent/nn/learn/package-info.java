/**
 * Learning rules: ways to estimate the gradient of a loss, from backpropagation to rules that a synapse could follow.
 *
 * <p>For everybody who trains. A rule only estimates; an optimizer moves the parameters, and every optimizer works with
 * every rule:
 *
 * <pre>{@code
 * LearningRule rule = new NodePerturbation(0.1, generator);
 * SGD optimizer = new SGD(rule.parameters(network), 0.001);
 * ...
 * rule.estimate(network, inputs, targets).store();
 * optimizer.step();
 * }</pre>
 */
@NullMarked
package org.cotangent.nn.learn;

import org.jspecify.annotations.NullMarked;
