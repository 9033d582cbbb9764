/**
 * Shapes, strides and broadcasting: pure arithmetic on integers, with no data in it.
 *
 * <p>Second page of the reading path that begins at {@link org.cotangent}.
 *
 * <p>A {@link org.cotangent.shape.Shape} says how many elements there are along each axis; a
 * {@link org.cotangent.shape.Layout} says where in a flat array they lie: element (i, j) at
 * {@code offset + i * stride0 + j * stride1}. Transposing exchanges two strides, slicing moves the offset, and
 * expanding an axis of length 1 gives it the stride 0, so that every index finds the same element. All three make a
 * new layout over the same array, which is why they cost nothing, and why their gradients are again views or sums:
 * what was read many times gets the sum of what comes back.
 *
 * <p>Two shapes are broadcast by aligning them at the right: {@code [4, 1, 3]} and {@code [5, 3]} make
 * {@code [4, 5, 3]}.
 *
 * <p>Everybody may use this package; it uses nobody. Next: {@link org.cotangent.kernel}.
 */
@NullMarked
package org.cotangent.shape;

import org.jspecify.annotations.NullMarked;
