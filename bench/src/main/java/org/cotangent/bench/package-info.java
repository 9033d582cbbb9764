/**
 * JMH benchmarks: whole training steps and single kernels. Each asserts its own answer, so that nobody measures a wrong one.
 *
 * <p>For people who measure; nothing depends on this package.
 */
@NullMarked
package org.cotangent.bench;

import org.jspecify.annotations.NullMarked;
