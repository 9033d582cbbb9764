package org.cotangent.check;

/** An element of an argument. */
record Place(int input, int element) {}
