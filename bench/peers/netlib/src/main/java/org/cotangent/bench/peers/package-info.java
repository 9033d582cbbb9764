/** An engine that {@code bench/compare} runs beside ours. A program of its own; nothing may depend on it. */
@NullMarked
package org.cotangent.bench.peers;

import org.jspecify.annotations.NullMarked;
