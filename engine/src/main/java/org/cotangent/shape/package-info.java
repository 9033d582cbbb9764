/**
 * Shapes, strides and broadcasting: pure arithmetic on integers, with no data in it.
 *
 * <p>A {@link org.cotangent.shape.Shape} says how many elements there are along each axis; a {@link
 * org.cotangent.shape.Layout} says where in a flat array they lie. Transposing, slicing and expanding only make a new
 * layout over the same array, which is why they cost nothing. Everybody may use this package; it uses nobody.
 */
@NullMarked
package org.cotangent.shape;

import org.jspecify.annotations.NullMarked;
