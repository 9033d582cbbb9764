package org.cotangent.kernel.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Recipe;
import org.cotangent.nn.optim.Optimizer;
import org.junit.jupiter.api.Test;

/** The kernels of optimizers and learning rules: this module brings its own PTX. */
class OptimizerKernelsTest {
    private static final Path CHECKED_IN = Path.of("src/main/resources").resolve(PtxFile.RESOURCE);

    @Test
    void thePtxIsOfTheseRecipes() throws IOException {
        assertTrue(
                KernelCompiler.isCurrent(KernelCompiler.source(Optimizer.class), CHECKED_IN),
                CHECKED_IN + " was compiled from other recipes: run bench/gpu-kernels where there is nvcc, and check it in");
    }

    @Test
    void everyRecipeHasItsKernels() {
        List<Recipe> recipes = RecipeFinder.beside(Optimizer.class);
        assertTrue(recipes.size() > 20, () -> "only " + recipes);
        for (Recipe recipe : recipes) {
            for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
                assertNotNull(Kernels.map(recipe, type, true), () -> recipe + " of " + type);
                assertEquals(recipe.isInPlace(), Kernels.map(recipe, type, false) == null, () -> recipe + " of " + type);
            }
        }
    }

    @Test
    void theLongestArgumentsAreThoseOfAnOptimizer() {
        int most = RecipeFinder.beside(Optimizer.class).stream()
                .filter(recipe -> !recipe.isInPlace())
                .mapToInt(recipe -> recipe.operands().size())
                .max()
                .orElseThrow();
        assertEquals(8, most, "the launcher of the tests (launch.c) takes so many");
    }

    @Test
    void allRecipesInPlaceFitTheArgumentsOfAKernel() {
        for (Recipe recipe : RecipeFinder.beside(Optimizer.class)) {
            if (recipe.isInPlace()) {
                assertTrue(recipe.operands().size() <= Launcher.UPDATE_ARRAYS, recipe::toString);
                assertTrue(recipe.numbers() <= Launcher.UPDATE_NUMBERS, recipe::toString);
            }
        }
    }
}
