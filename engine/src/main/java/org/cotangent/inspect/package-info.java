/**
 * A backward pass that one can read.
 *
 * <p>Last page of the reading path that begins at {@link org.cotangent}.
 *
 * <p>{@link org.cotangent.inspect.Trace} runs backward under a {@link org.cotangent.Watcher} and keeps what happened: each
 * operation with its formula and its numbers, each rule as text, each contribution, and the sums where paths meet. It is
 * shown as text, as DOT, as SVG, and as a page that steps through all of it.
 *
 * <p>In the pictures, modules are frames (the dots in the names of parameters say which), and blocks that repeat are folded.
 *
 * <p>{@link org.cotangent.inspect.Profile} tells where the time of a step goes, what it moves and computes, and what the graph
 * keeps in memory until backward.
 *
 * <p>For everybody who learns, teaches or debugs.
 */
@NullMarked
package org.cotangent.inspect;

import org.jspecify.annotations.NullMarked;
