package org.cotangent.kernel;

import org.cotangent.shape.Complaint;

/**
 * Storage in the memory of a device, which Java cannot look into.
 *
 * <p>Every method that would need the numbers on the host throws: there are no silent copies. {@link Device#fetch} makes one.
 */
public abstract non-sealed class DeviceStorage extends Storage {
    /** For backends. */
    protected DeviceStorage() {}

    /**
     * Where it lies.
     *
     * @return a device other than the CPU
     */
    public abstract Device device();

    /** Gives the memory back at once. Using the storage afterwards is an error, closing it again is not. */
    public abstract void close();

    @Override
    public final double getDouble(int index) {
        throw notHere("an element");
    }

    @Override
    public final long getLong(int index) {
        throw notHere("an element");
    }

    @Override
    public final void set(int index, double value) {
        throw notHere("a change of an element");
    }

    @Override
    public final void set(int index, long value) {
        throw notHere("a change of an element");
    }

    @Override
    public final Object array() {
        throw notHere("the Java array");
    }

    /**
     * For a result, in the making: closes it at the end of the {@link Arena#tidy} that it is made in, if it is in one.
     *
     * @return this
     */
    public final DeviceStorage closeAtEnd() {
        Arena.closeAtEnd(this);
        return this;
    }

    /** What the end of a tidy does. */
    @Override
    Object giveBack() {
        close();
        return this;
    }

    private NotOnHost notHere(String asked) {
        return new NotOnHost(Complaint.about(asked + " of " + size() + " " + type() + " on " + device())
                .because("the numbers are in the device's memory, and nothing copies them silently")
                .hint("to(Device.cpu()), item() or toFloats(), which copy because they are asked to")
                .message());
    }

    /** Java asked for numbers that are on a device. */
    public static final class NotOnHost extends IllegalStateException {
        private static final long serialVersionUID = 1;

        private NotOnHost(String message) {
            super(message);
        }
    }
}
