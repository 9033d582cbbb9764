package org.cotangent.kernel.gpu;

import java.util.Map;
import java.util.TreeMap;
import org.cotangent.kernel.Device;
import org.cotangent.shape.Complaint;

/** Offers the GPUs of this machine, each opened once. */
public final class CudaProvider implements Device.Provider {
    private static final Map<Integer, CudaDevice> OPEN = new TreeMap<>();

    /** For the service loader. */
    public CudaProvider() {}

    @Override
    public Device open(int number) {
        synchronized (OPEN) {
            CudaDevice known = OPEN.get(number);
            if (known == null) {
                try {
                    known = new CudaDevice(number);
                } catch (AbsentException absent) {
                    throw Complaint.about("cuda:" + number)
                            .because(absent.reason())
                            .hint("the CPU, or the driver and libraries of CUDA 13 or 12 (-D" + Library.PATH
                                    + "=FOLDER says where)")
                            .state();
                }
                OPEN.put(number, known);
            }
            return known;
        }
    }
}
