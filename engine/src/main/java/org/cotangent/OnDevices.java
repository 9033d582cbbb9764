package org.cotangent;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.DeviceStorage;
import org.cotangent.kernel.NdArray;
import org.cotangent.shape.Complaint;

/**
 * How an operation runs once there is another device than the CPU: where its inputs lie.
 *
 * <p>Inputs of different devices are an error. The exception is a single number on the CPU without a gradient, such as the 2
 * in {@code x.mul(2)}: it travels as an argument of the kernel. An operation that wants the numbers themselves gets copies on
 * the host, after one warning that names it, and its result goes back.
 */
final class OnDevices {
    private static final Set<String> WARNED = new ConcurrentSkipListSet<>();

    private OnDevices() {}

    /** Runs an operation where its inputs lie. */
    static NdArray forward(Op op, Tensor[] in, NdArray[] arrays) {
        Device device = common(op.name(), in);
        if (op instanceof Placing.Move) {
            return op.forward(device.backend(), arrays);
        }
        if (device == Device.cpu()) {
            return Device.current() == device
                    ? op.forward(Backends.current(), arrays)
                    : device.call(() -> op.forward(Backends.current(), arrays));
        }
        NdArray out;
        try {
            out = op.forward(device.backend(), arrays);
        } catch (DeviceStorage.NotOnHost wanted) {
            warn(op.name(), device);
            NdArray[] fetched = new NdArray[arrays.length];
            for (int i = 0; i < fetched.length; i++) {
                fetched[i] = onHost(arrays[i]);
            }
            out = Device.cpu().call(() -> op.forward(Backends.current(), fetched));
        }
        return Device.of(out) == device ? out : device.put(out);
    }

    /** A fused operation in Java's memory; the same, composed, on a device, which has no kernel for it. */
    static NdArray fused(NdArray[] in, Supplier<NdArray> fused, Supplier<Tensor> composed) {
        return in[0].storage() instanceof DeviceStorage ? Autograd.noGrad(composed).data() : fused.get();
    }

    private static void warn(String op, Device device) {
        if (WARNED.add(op)) {
            System.err.println("cotangent: " + op + " has no kernels on " + device
                    + ", so the host computes it, and the numbers travel there and back.");
        }
    }

    /** The operations that have run on the host so far, although their inputs were on a device. */
    static Set<String> ranOnHost() {
        return WARNED;
    }

    /** The device of some tensors; single numbers on the CPU go along with the others. */
    static Device common(String asked, Tensor... in) {
        Device device = Device.cpu();
        Tensor first = null;
        for (Tensor each : in) {
            Device its = each.device();
            if (isNumber(each, its)) {
                continue;
            }
            if (first == null) {
                first = each;
                device = its;
            } else if (its != device) {
                Device better = device == Device.cpu() ? its : device;
                throw Complaint.about(asked + " of " + placed(first) + " and " + placed(each))
                        .because("devices do not mix, and nothing is copied silently")
                        .from(Tensor.origins(first, each))
                        .hint("to(Device." + (better == Device.cpu() ? "cpu()" : "cuda(" + better.name().substring(5) + ")")
                                + ") on the one that is on " + (better == device ? its : device)
                                + (better == Device.cpu() ? "" : ", or on the module and the data once"))
                        .argument();
            }
        }
        return device;
    }

    private static String placed(Tensor x) {
        return x.describe() + (x.device() == Device.cpu() ? " on cpu" : "");
    }

    private static boolean isNumber(Tensor x, Device its) {
        return its == Device.cpu() && x.data().storage().size() == 1 && !x.requiresGrad();
    }

    /** The array itself on the CPU, a copy of one on a device. */
    static NdArray onHost(NdArray x) {
        return x.storage() instanceof DeviceStorage there ? there.device().fetch(x) : x;
    }

    /** A new array where new tensors are made: see {@link Device#call}. */
    static NdArray made(NdArray x) {
        Device here = Device.current();
        boolean stays = here == Device.cpu() || x.storage() instanceof DeviceStorage;
        return stays ? x : here.put(x);
    }
}
