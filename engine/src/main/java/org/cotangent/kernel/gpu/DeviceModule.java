package org.cotangent.kernel.gpu;

import java.util.function.Supplier;

/**
 * What the driver loads: PTX for one generation of devices and later ones.
 *
 * @param name of the module
 * @param image its text, ended by a zero byte as the driver asks
 */
record DeviceModule(String name, Supplier<byte[]> image) {
    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceModule that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
