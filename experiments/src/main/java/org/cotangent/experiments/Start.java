package org.cotangent.experiments;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * The class that the launcher {@code experiments/cotangent} starts: puts the real standard error back, then runs
 * {@link Cotangent}.
 *
 * <p>The JVM warns about incubator modules on standard error before any Java code of ours runs, and no option stops it.
 * The launcher therefore starts the JVM with a filter as descriptor 2 and the real standard error as the descriptor
 * that the system property {@code cotangent.stderr} names. Without the property nothing is changed.
 */
public final class Start {

    private Start() {}

    /**
     * Runs the command line.
     *
     * @param args the arguments of {@code cotangent}
     * @throws Exception if the command line throws it
     */
    public static void main(String[] args) throws Exception {
        Integer standardError = Integer.getInteger("cotangent.stderr");
        if (standardError != null) {
            duplicate(standardError, 2);
        }
        Cotangent.main(args);
    }

    /** Makes descriptor {@code to} another name of what {@code from} stands for: POSIX {@code dup2}. */
    @SuppressWarnings("restricted") // the launcher enables native access
    private static void duplicate(int from, int to) {
        Linker linker = Linker.nativeLinker();
        MethodHandle dup2 = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dup2"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        try {
            int copy = (int) dup2.invokeExact(from, to);
            if (copy != to) {
                System.err.println("The launcher's descriptor " + from + " is not open; errors keep going through its filter.");
            }
        } catch (Throwable failure) {
            throw new IllegalStateException("dup2 cannot be called", failure);
        }
    }
}
