/** Our engine and its peers on the same workloads, in processes of their own, one after the other: {@code bench/compare}. */
@NullMarked
package org.cotangent.bench.compare;

import org.jspecify.annotations.NullMarked;
