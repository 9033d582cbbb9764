package org.cotangent.experiments.figure;

/** A width and a height in pixels. */
record Size(double width, double height) {}
