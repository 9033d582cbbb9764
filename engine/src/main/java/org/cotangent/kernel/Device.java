package org.cotangent.kernel;

import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cotangent.shape.Complaint;

/**
 * Where the numbers of a tensor lie, and what computes with them.
 *
 * <pre>{@code
 * Device device = Device.cuda(0);
 * model.to(device);
 * Tensor loss = criterion.forward(model.forward(x.to(device)), y.to(device));
 * loss.backward();                                            // the same rules, on the device
 * System.out.println(loss.item());                            // copies one number to the host
 * }</pre>
 *
 * <p>Tensors of different devices do not mix, and nothing is copied unless asked for: {@code to(device)}, {@code item()},
 * {@code toFloats()} and the like, and printing. On a device other than the CPU results agree with the CPU's within rounding,
 * not by bits.
 */
public abstract class Device {
    private static final Device CPU = new Cpu();
    private static final ScopedValue<Device> SCOPE = ScopedValue.newInstance();

    /**
     * Whether any device but the CPU was ever opened: while it is false, nobody need ask where a tensor lies. Not volatile, which
     * each operation would pay for several times: who hands a tensor on a device to another thread, hands this over with it.
     */
    private static boolean opened;

    /** How another package offers devices: a service, found by {@link ServiceLoader}. */
    public interface Provider {
        /**
         * Opens a device, or gives the one that is open.
         *
         * @param number from 0
         * @return the device
         * @throws IllegalStateException when there is none; the message says why
         */
        Device open(int number);
    }

    /** For backends. */
    protected Device() {}

    /**
     * The CPU.
     *
     * @return the device that every tensor is on unless somebody moves it
     */
    public static Device cpu() {
        return CPU;
    }

    /**
     * An NVIDIA GPU.
     *
     * @param number from 0, as {@code nvidia-smi} counts them
     * @return the device; always the same object for the same number
     * @throws IllegalStateException when there is no driver, no library, no such device, or one of them is too old
     */
    public static Device cuda(int number) {
        if (number < 0) {
            throw Complaint.about("cuda:" + number)
                    .because("devices are counted from 0")
                    .hint("Device.cuda(0)")
                    .argument();
        }
        for (Provider provider : ServiceLoader.load(Provider.class)) {
            Device device = provider.open(number);
            opened = true;
            return device;
        }
        throw Complaint.about("cuda:" + number)
                .because("the package org.cotangent.kernel.gpu is not on the class path")
                .hint("Device.cpu()")
                .state();
    }

    /**
     * An NVIDIA GPU when there is one, otherwise the CPU.
     *
     * @param number from 0
     * @param notice is told in one sentence why it is the CPU
     * @return one of the two
     */
    public static Device cudaOrCpu(int number, Consumer<String> notice) {
        try {
            return cuda(number);
        } catch (IllegalStateException absent) {
            notice.accept("The CPU computes: " + absent.getMessage() + ".");
            return CPU;
        }
    }

    /**
     * Whether a device other than the CPU has been opened in this process.
     *
     * @return false as long as every tensor is on the CPU
     */
    public static boolean anyOpened() {
        return opened;
    }

    /**
     * The device of an array.
     *
     * @param x the array
     * @return where its storage lies
     */
    public static Device of(NdArray x) {
        return x.storage() instanceof DeviceStorage there ? there.device() : CPU;
    }

    /**
     * Computes something with this device as the place where new tensors are made: those from Java arrays, random numbers,
     * zeros and ranges. Single numbers stay on the host, whence they travel with whatever uses them.
     *
     * @param action what to compute
     * @return its result
     * @param <T> of the result
     */
    public final <T> T call(Supplier<T> action) {
        return ScopedValue.where(SCOPE, this).call(action::get);
    }

    /**
     * Runs something with this device as the place where new tensors are made: see {@link #call}.
     *
     * @param action what to run
     */
    public final void run(Runnable action) {
        ScopedValue.where(SCOPE, this).run(action);
    }

    /**
     * Where new tensors are made.
     *
     * @return the device of the innermost {@link #call} or {@link #run} in this thread, otherwise the CPU
     */
    public static Device current() {
        return opened ? SCOPE.orElse(CPU) : CPU;
    }

    /**
     * The name.
     *
     * @return {@code cpu}, {@code cuda:0}, ...
     */
    public abstract String name();

    /**
     * What it is.
     *
     * @return one line, such as {@code NVIDIA H200, compute capability 9.0}
     */
    public abstract String description();

    /**
     * What computes there.
     *
     * @return takes and makes arrays on this device
     */
    public abstract Backend backend();

    /**
     * Copies an array from the host.
     *
     * @param host an array on the CPU, in any layout
     * @return a row-major array on this device
     */
    public abstract NdArray put(NdArray host);

    /**
     * Copies an array to the host.
     *
     * @param here an array on this device, in any layout
     * @return a row-major array on the CPU
     */
    public abstract NdArray fetch(NdArray here);

    /** Waits until everything that was begun on this device is done; errors in it come out here. */
    public abstract void synchronize();

    @Override
    public final String toString() {
        return name();
    }

    private static final class Cpu extends Device {
        @Override
        public String name() {
            return "cpu";
        }

        @Override
        public String description() {
            return Backends.reason();
        }

        @Override
        public Backend backend() {
            return Backends.current();
        }

        @Override
        public NdArray put(NdArray host) {
            return backend().copy(host, host.type());
        }

        @Override
        public NdArray fetch(NdArray here) {
            return backend().copy(here, here.type());
        }

        @Override
        public void synchronize() {
            // Whatever the CPU computes is done when the call returns.
        }
    }
}
