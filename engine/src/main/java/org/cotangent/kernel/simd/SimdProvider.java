package org.cotangent.kernel.simd;

import org.cotangent.kernel.Backends;

/** Offers the SIMD backend to {@link Backends}; named in {@code META-INF/services}. */
public final class SimdProvider implements Backends.Provider {
    /** For {@link java.util.ServiceLoader}. */
    public SimdProvider() {}

    @Override
    public Backends.Choice choice() {
        boolean eager = Boolean.getBoolean("cotangent.simd.eager");
        return new Backends.Choice(new SimdBackend(eager), "simd: " + SimdBackend.machine());
    }
}
