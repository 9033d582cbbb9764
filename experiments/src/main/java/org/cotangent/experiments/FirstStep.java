package org.cotangent.experiments;

/**
 * The first step of a training.
 *
 * @param name in one word, for a folder and for the command line: the experiment, or a learning rule
 * @param title in a few words, for a page
 * @param remarks what is to be said of it, in lines; blank for nothing
 * @param work computes the loss and its gradients, in parameters that have names; the same again each time
 */
public record FirstStep(String name, String title, String remarks, Runnable work) {}
