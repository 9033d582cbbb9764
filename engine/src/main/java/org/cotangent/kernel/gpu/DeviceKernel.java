package org.cotangent.kernel.gpu;

/**
 * A kernel that the driver can load: the package page says how it is called.
 *
 * @param entry the name of the function in its module
 * @param module what holds it: modules of equal name are loaded once
 */
record DeviceKernel(String entry, DeviceModule module) {}
