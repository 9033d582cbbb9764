package org.cotangent.kernel.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import jdk.incubator.vector.FloatVector;

/** Whether the processor has a fused multiply-add. Without one the JDK computes it in software, a thousand times slower. */
final class FusedMultiplyAdd {
    static final boolean IN_HARDWARE = detect();

    private FusedMultiplyAdd() {}

    private static boolean detect() {
        // Every processor whose vectors of all types have 256 bits has it, and every 64-bit ARM. Only for the rest is the
        // JVM asked, which takes 20 ms.
        if (FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 256
                || System.getProperty("os.arch", "").equals("aarch64")) {
            return true;
        }
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return vm != null && Boolean.parseBoolean(vm.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException e) {
            return false; // a JVM without such an option
        }
    }
}
