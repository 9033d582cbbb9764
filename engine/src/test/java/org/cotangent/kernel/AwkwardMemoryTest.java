package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import org.cotangent.Tensor;
import org.cotangent.shape.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operands that lie in the memory that is written, axes without elements, single elements, arrays that are used again. */
class AwkwardMemoryTest {
    private static Tensor counted(int rows, int columns) {
        return Tensor.arange(rows * columns).to(DType.FLOAT32).reshape(rows, columns);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 16, 17, 100, 300})
    void aMatrixTakesTheValuesOfItsOwnTranspose(int side) {
        Tensor x = counted(side, side).clone();
        Tensor expected = x.t().clone();
        x.copyFrom(x.t());
        assertArrayEquals(expected.toDoubles(), x.toDoubles());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20, 1000, 100_000})
    void aVectorIsShiftedAndScaledByWhatItHeldBefore(int n) {
        Tensor x = Tensor.arange(n).to(DType.FLOAT32).add(2);
        Tensor shifted = x.clone();
        shifted.slice(0, 1, n).copyFrom(shifted.slice(0, 0, n - 1));
        assertArrayEquals(x.slice(0, 0, n - 1).toDoubles(), shifted.slice(0, 1, n).toDoubles());
        Tensor scaled = x.clone();
        scaled.update(Recipe.of2("mul", Expr::mul), scaled, scaled.slice(0, 0, 1));
        assertArrayEquals(x.mul(2).toDoubles(), scaled.toDoubles());
        Tensor turned = x.clone();
        turned.update(Recipe.of2("sub", Expr::sub), turned, turned.flip(0));
        assertArrayEquals(x.sub(x.flip(0)).toDoubles(), turned.toDoubles());
    }

    @Test
    void aRecipeOfThreeOperandsReadsTheThirdOfSingleElementsToo() {
        Recipe recipe = Recipe.of("first and third", Collections.nCopies(3, Expr.Kind.REAL), in -> in[0].add(in[2]));
        NdArray[] operands = {Tensor.of(1f).data(), Tensor.of(2f).data(), Tensor.of(3f).data()};
        assertEquals(4, Backends.current().map(recipe, DType.FLOAT32, operands).storage().getDouble(0));
    }

    @Test
    void anAxisWithoutElementsHasNoIndex() {
        Tensor none = Tensor.of(1f, 2f).slice(0, 0, 0);
        Tensor zero = Tensor.of(new long[] {0}, 1);
        assertThrows(IllegalArgumentException.class, () -> none.gather(0, zero));
        assertThrows(
                IllegalArgumentException.class,
                () -> Backends.current().scatterAdd(Shape.of(0), 0, zero.data(), Tensor.of(1f).data()));
    }

    @Test
    void anIndexWithoutElementsPicksNothing() {
        Tensor x = Tensor.zeros(3, 0);
        Tensor index = Tensor.of(new long[] {1}, 1, 1).expand(5, 1).slice(1, 0, 0);
        assertEquals(0, Backends.current().gather(x.data(), 0, index.data()).size());
        assertEquals(Shape.of(3, 0), Backends.current().scatterAdd(Shape.of(3, 0), 0, index.data(), Tensor.zeros(5, 0).data()).shape());
    }

    @Test
    void aSpareArrayIsKeptUnlessItIsVeryLarge() {
        FloatSpare spare = FloatSpare.get();
        float[] some = spare.array(FloatSpare.Use.GRADIENTS, 100);
        assertSame(spare.array(FloatSpare.Use.GRADIENTS, some.length), some);
        assertNotSame(spare.array(FloatSpare.Use.IMAGES, some.length), some);
        float[] large = spare.array(FloatSpare.Use.GRADIENTS, (1 << 24) + 1);
        assertEquals((1 << 24) + 1, large.length);
        assertNotSame(spare.array(FloatSpare.Use.GRADIENTS, large.length), large);
    }

    @Test
    void whatIsNotFloatingIsRefusedByFusedOperations() {
        NdArray whole = Tensor.of(new long[] {1, 2}, 1, 2).data();
        assertThrows(IllegalArgumentException.class, () -> Backends.scalar().softmax(whole, false));
        assertThrows(IllegalArgumentException.class, () -> Backends.scalar().standardize(whole, 1e-5, null, null));
    }
}
