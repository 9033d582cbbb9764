/**
 * Arrays in files: numpy's {@code .npy}, and {@code .npz}, a zip of several of them.
 *
 * {@snippet :
 * SequencedMap<String, Tensor> data = Npz.load(Path.of("recording.npz"));   // np.load("recording.npz")
 * Tensor responses = data.get("resp");
 * Npy.save(Path.of("responses.npy"), responses);                            // np.save("responses.npy", responses)
 * }
 *
 * <p>For everybody. A file that is not what its name says is refused with an {@link java.io.IOException} whose message
 * has four parts: what was read, what is wrong with it, where, what to try. No size in a
 * header is believed before it is compared with the bytes that are there. A file is replaced in one step: who saves over a
 * checkpoint and is interrupted still has the old one.
 */
@NullMarked
package org.cotangent.io;

import org.jspecify.annotations.NullMarked;
