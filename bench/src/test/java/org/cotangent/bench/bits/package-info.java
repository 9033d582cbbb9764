/** The arithmetic contract: the same bits whatever the vectors' width and the number of threads. Tests only. */
@NullMarked
package org.cotangent.bench.bits;

import org.jspecify.annotations.NullMarked;
