package org.cotangent.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Random;
import org.cotangent.bench.Workload.Product;
import org.jspecify.annotations.Nullable;

/**
 * OpenBLAS, called through the Foreign Function and Memory API: matrix products only, always into the same array.
 *
 * <p>The library is the system property {@code openblas}, a path. OPENBLAS_CORETYPE in the environment chooses its kernels.
 */
@SuppressWarnings("restricted")
public final class OpenBlas implements Contender {
    private static final int ROW_MAJOR = 101;
    private static final int AS_STORED = 111;
    private static final int TRANSPOSED = 112;

    private final SymbolLookup library;
    private final MethodHandle single;
    private final MethodHandle wide;

    /**
     * Loads the library.
     *
     * @param threads how many it may use
     */
    public OpenBlas(int threads) {
        String path = System.getProperty("openblas", "/usr/lib/x86_64-linux-gnu/libopenblas.so.0");
        library = SymbolLookup.libraryLookup(Path.of(path), Arena.global());
        single = product("cblas_sgemm", JAVA_FLOAT);
        wide = product("cblas_dgemm", JAVA_DOUBLE);
        try {
            function("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT)).invokeExact(threads);
        } catch (Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    /**
     * Runs the harness.
     *
     * @param arguments as {@link Harness} takes them
     */
    public static void main(String[] arguments) {
        Harness.run("openblas", OpenBlas::new, arguments);
    }

    private MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(), type);
    }

    private MethodHandle product(String name, MemoryLayout number) {
        return function(
                name,
                FunctionDescriptor.ofVoid(
                        JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT,
                        number, ADDRESS, JAVA_INT));
    }

    private String text(String name) {
        try {
            MemorySegment start = (MemorySegment) function(name, FunctionDescriptor.of(ADDRESS)).invokeExact();
            return start.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    @Override
    public String description() {
        return "core type " + text("openblas_get_corename") + ", " + text("openblas_get_config");
    }

    @Override
    public @Nullable Job prepare(Workload workload) {
        return workload instanceof Product product ? new Call(product) : null;
    }

    /** One product, again and again. */
    private final class Call implements Job {
        private final Product product;
        private final MemorySegment a;
        private final MemorySegment b;
        private final MemorySegment c;

        Call(Product product) {
            this.product = product;
            Random random = new Random(1);
            a = matrix((long) product.m() * product.k());
            b = matrix((long) product.k() * product.n());
            c = matrix((long) product.m() * product.n());
            for (long i = 0; i < (long) product.m() * product.k(); i++) {
                set(a, i, random.nextDouble());
            }
            for (long i = 0; i < (long) product.k() * product.n(); i++) {
                set(b, i, random.nextDouble());
            }
        }

        private MemorySegment matrix(long numbers) {
            return Arena.ofAuto().allocate(numbers * (product.wide() ? 8 : 4), 64);
        }

        private void set(MemorySegment matrix, long place, double value) {
            if (product.wide()) {
                matrix.setAtIndex(JAVA_DOUBLE, place, value);
            } else {
                matrix.setAtIndex(JAVA_FLOAT, place, (float) value);
            }
        }

        private double get(MemorySegment matrix, long place) {
            return product.wide()
                    ? matrix.getAtIndex(JAVA_DOUBLE, place)
                    : matrix.getAtIndex((ValueLayout.OfFloat) JAVA_FLOAT, place);
        }

        @Override
        public void run() {
            int ta = product.transposesA() ? TRANSPOSED : AS_STORED;
            int tb = product.transposesB() ? TRANSPOSED : AS_STORED;
            int rowA = product.transposesA() ? product.m() : product.k();
            int rowB = product.transposesB() ? product.k() : product.n();
            int m = product.m();
            int n = product.n();
            int k = product.k();
            try {
                if (product.wide()) {
                    wide.invokeExact(ROW_MAJOR, ta, tb, m, n, k, 1.0, a, rowA, b, rowB, 0.0, c, n);
                } else {
                    single.invokeExact(ROW_MAJOR, ta, tb, m, n, k, 1f, a, rowA, b, rowB, 0f, c, n);
                }
            } catch (Throwable thrown) {
                throw new IllegalStateException(thrown);
            }
        }

        @Override
        public void check() {
            for (int at = 0; at < product.m() * product.n(); at += 1 + product.m() * product.n() / 30) {
                int row = at / product.n();
                int column = at % product.n();
                double sum = 0;
                for (int i = 0; i < product.k(); i++) {
                    sum += get(a, product.transposesA() ? i * product.m() + row : row * product.k() + i)
                            * get(b, product.transposesB() ? column * product.k() + i : i * product.n() + column);
                }
                if (!(Math.abs(get(c, at) - sum) <= 1e-4 * sum)) {
                    throw new IllegalStateException(product.label() + ": element " + at + " is " + get(c, at) + ", not " + sum);
                }
            }
        }
    }
}
