package org.cotangent.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Collections;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Expr;
import org.cotangent.kernel.Recipe;
import org.junit.jupiter.api.Test;

class LoopCacheTest {
    @Test
    void anEagerCacheCompilesAtOnceAndKeepsWhatItCompiled() {
        LoopCache cache = new LoopCache(true);
        Recipe recipe = Recipe.of2("eager", Expr::mul);
        Loop loop = cache.find(recipe, DType.FLOAT32, 0, 1);
        assertNotNull(loop);
        assertSame(loop, cache.find(recipe, DType.FLOAT32, 0, 1000));
        assertNotSame(loop, cache.find(recipe, DType.FLOAT32, 2, 1));
        assertNotSame(loop, cache.find(recipe, DType.FLOAT64, 0, 1));
        assertNotSame(loop, cache.find(Recipe.of2("eager", Expr::mul), DType.FLOAT32, 0, 1));
    }

    @Test
    void whatLoopsCannotDoStaysOnTheTape() {
        LoopCache cache = new LoopCache(true);
        Recipe recipe = Recipe.of2("integers", Expr::mul);
        assertNotNull(cache.find(recipe, DType.FLOAT64, 0, 1));
        assertNull(cache.find(recipe, DType.INT64, 0, 1));
        Recipe nine = Recipe.of("nine", Collections.nCopies(9, Expr.Kind.REAL), in -> in[0].add(in[8]));
        assertNull(cache.find(nine, DType.FLOAT32, 8, 1));
        Recipe eight = Recipe.of("eight", Collections.nCopies(8, Expr.Kind.REAL), in -> in[0].add(in[7]));
        assertNotNull(cache.find(eight, DType.FLOAT32, 0x80, 1));
    }

    @Test
    void aRecipeThatIsUsedALittleStaysOnTheTape() {
        LoopCache cache = new LoopCache(false);
        Recipe recipe = Recipe.of2("once", Expr::mul);
        for (int i = 0; i < 100; i++) {
            assertNull(cache.find(recipe, DType.FLOAT32, 0, 1000));
        }
    }

    @Test
    void aRecipeThatIsUsedALotGetsALoopWhenItIsWarm() throws InterruptedException {
        LoopCache cache = new LoopCache(false);
        Recipe recipe = Recipe.of1("often", x -> x.mul(x).add(x.constant(1)));
        Loop loop = null;
        for (int i = 0; i < 1000 && loop == null; i++) {
            loop = cache.find(recipe, DType.FLOAT32, 0, 1_000_000);
            Thread.sleep(loop == null ? 20 : 0);
        }
        assumeTrue(loop != null, "the JIT compiler is too busy to make loops faster than the tape");
        float[] out = new float[3];
        loop.run(3, new Object[] {new float[] {1, 2, 3}}, new int[1], out, 0);
        assertArrayEquals(new float[] {2, 5, 10}, out);
    }
}
