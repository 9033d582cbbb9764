package org.cotangent;

import org.cotangent.kernel.Backend;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.DeviceStorage;
import org.cotangent.kernel.NdArray;

/** Where a {@link Tensor} lies, and moves between devices. */
sealed interface Placing permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /**
     * A move to another device.
     *
     * @param from where the input is
     * @param to where the output is
     */
    record Move(Device from, Device to) implements Op {
        static final Entry ENTRY = Entry.exact(
                "toDevice",
                "y = x on another device",
                Example.of(
                        "to where it is",
                        Domain.real(3, 4),
                        x -> Tensor.apply(new Move(x.device(), x.device()), x)));

        @Override
        public Entry entry() {
            return ENTRY;
        }

        @Override
        public NdArray forward(Backend backend, NdArray[] in) {
            return to.put(from.fetch(in[0]));
        }

        @Override
        public Keep keeps() {
            return Keep.NOTHING;
        }

        @Override
        public Tensor gradient(int input, Tensor g, Node at) {
            return g.to(from);
        }
    }

    /** The entry of {@link #to(Device)}. */
    Entry TO_DEVICE = Move.ENTRY;

    /**
     * Where the numbers lie.
     *
     * @return {@link Device#cpu()} unless the tensor was moved or made elsewhere
     */
    default Device device() {
        return Device.of(self().data());
    }

    /**
     * The same values on another device, recorded in the graph.
     *
     * @param device where to
     * @return this when it is there already, else a copy
     */
    default Tensor to(Device device) {
        Device from = device();
        return from == device ? self() : Tensor.apply(new Move(from, device), self());
    }

    /**
     * Gives the memory on a device back at once, instead of when the tensor is collected. Views share it. On the CPU nothing
     * happens: Java's garbage collector does it all. Whoever uses the tensor afterwards is told so.
     */
    default void close() {
        if (self().data().storage() instanceof DeviceStorage there) {
            there.close();
        }
    }
}
