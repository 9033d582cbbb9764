/**
 * The random streams of PyTorch and numpy, bit for bit, so that the same seed gives the same digits as in a notebook.
 *
 * <table>
 * <caption>Which stream does what</caption>
 * <tr><th>class</th><th>in Python</th><th>engine</th></tr>
 * <tr><td>{@link org.cotangent.random.TorchGenerator}</td><td>{@code torch.manual_seed(s)}, CPU</td>
 *     <td>mt19937</td></tr>
 * <tr><td>{@link org.cotangent.random.NumpyGenerator}</td><td>{@code np.random.default_rng(s)}</td><td>PCG64</td></tr>
 * <tr><td>{@link org.cotangent.random.NumpyRandomState}</td><td>{@code np.random.seed(s)}</td><td>mt19937</td></tr>
 * </table>
 *
 * <p>Beside them stand {@link org.cotangent.random.TorchInit}, the default weights of torch's layers, and {@link
 * org.cotangent.random.TorchRanges}, {@code linspace} and {@code arange}.
 *
 * {@snippet :
 * TorchGenerator generator = new TorchGenerator(2021);
 * float[] points = generator.randn(4000);      // torch.manual_seed(2021); torch.randn(4000)
 * long[] order = generator.randperm(4000);     // torch.randperm(4000)
 * }
 *
 * <p>The values come in plain arrays. Everybody may use this package; it uses nothing but {@code java.*}. All results
 * are the same on every machine and do not depend on the JIT.
 */
@NullMarked
package org.cotangent.random;

import org.jspecify.annotations.NullMarked;
