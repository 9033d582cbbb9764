package org.cotangent.kernel;

import java.util.ServiceLoader;
import org.cotangent.shape.Complaint;

/** Chooses the backend once, and says in one sentence which and why. */
public final class Backends {
    private static volatile Choice current = choose(System.getProperty("cotangent.backend", "auto"));

    /**
     * A backend and the reason for it.
     *
     * @param backend what computes
     * @param reason one sentence
     */
    public record Choice(Backend backend, String reason) {}

    /** How another package offers a backend: a service, found by {@link ServiceLoader}. */
    public interface Provider {
        /**
         * The backend for this machine.
         *
         * @return the backend and the reason
         */
        Choice choice();
    }

    private Backends() {}

    /**
     * The backend that computes everything on the CPU.
     *
     * @return chosen at start-up, or by {@link #use(String)}
     */
    public static Backend current() {
        return current.backend();
    }

    /**
     * Why it was chosen.
     *
     * @return one sentence, such as "simd: 512-bit vectors"
     */
    public static String reason() {
        return current.reason();
    }

    /**
     * Chooses again.
     *
     * @param name {@code auto}, {@code scalar} or {@code simd}
     * @throws IllegalArgumentException when there is no such backend, or simd was asked for and cannot be had
     */
    public static void use(String name) {
        current = choose(name);
    }

    /**
     * The plain backend, that all others are held against.
     *
     * @return a backend without vectors
     */
    public static Backend scalar() {
        return new ScalarBackend();
    }

    private static Choice choose(String name) {
        return switch (name) {
            case "scalar" -> new Choice(scalar(), "scalar: asked for");
            case "simd" -> simd(true);
            case "auto" -> simd(false);
            default -> throw Complaint.about("backend '" + name + "'")
                    .because("there is no such backend")
                    .hint("auto, scalar or simd")
                    .argument();
        };
    }

    private static Choice simd(boolean required) {
        String absent;
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            absent = "the module jdk.incubator.vector is not loaded (start java with --add-modules jdk.incubator.vector)";
        } else {
            // kernel.simd offers itself as a service, so that this package compiles and runs without it.
            for (Provider provider : ServiceLoader.load(Provider.class)) {
                return provider.choice();
            }
            absent = "no vector backend is on the class path";
        }
        if (required) {
            throw Complaint.about("backend 'simd'").because(absent).hint("auto or scalar").argument();
        }
        return new Choice(scalar(), "scalar: " + absent);
    }
}
