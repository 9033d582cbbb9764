package org.cotangent.bench;

/** Times our engine on the workloads of the side-by-side, in the JVM that it is started in. */
public final class Quick {
    private Quick() {}

    /**
     * Runs the harness.
     *
     * @param arguments as {@link Harness} takes them: {@code C3 --threads 2}
     */
    public static void main(String[] arguments) {
        Harness.run("cotangent", CotangentContender::new, arguments);
    }
}
