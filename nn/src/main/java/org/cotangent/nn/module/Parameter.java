package org.cotangent.nn.module;

import java.util.function.UnaryOperator;
import org.cotangent.Autograd;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.kernel.Device;
import org.cotangent.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that is learned.
 *
 * <p>It is a handle: when a module is converted to another type, the handle stays and its tensor is replaced, so an
 * optimizer that was built before goes on with the new one.
 */
public final class Parameter {
    private Tensor value;

    /**
     * Makes a tensor learnable.
     *
     * @param initial a floating-point tensor without a history; it is asked to require a gradient
     * @throws IllegalArgumentException when it is not of a floating-point type
     */
    public Parameter(Tensor initial) {
        value = initial.requiresGrad(true);
    }

    /**
     * The tensor to compute with.
     *
     * @return the same tensor until the parameter is converted to another type
     */
    public Tensor value() {
        return value;
    }

    /**
     * The gradient that backward, or another estimator, has accumulated.
     *
     * @return null when there is none
     */
    public @Nullable Tensor grad() {
        return value.grad();
    }

    /**
     * Replaces the gradient: for estimators other than backward, and for clipping. It lives on past the end of a {@link
     * Tensor#tidy(java.util.function.Supplier) tidy}, as backward's do.
     *
     * @param gradient of the parameter's shape, or null for none
     * @throws IllegalArgumentException when it has another shape
     */
    public void setGrad(@Nullable Tensor gradient) {
        value.setGrad(gradient);
    }

    /** Forgets the gradient. */
    public void zeroGrad() {
        value.zeroGrad();
    }

    /**
     * Whether gradients are computed for it; a frozen parameter is left alone by backward and by optimizers.
     *
     * @return true unless it was frozen
     */
    public boolean requiresGrad() {
        return value.requiresGrad();
    }

    /**
     * Freezes the parameter, or thaws it.
     *
     * @param required whether gradients are computed for it
     */
    public void requiresGrad(boolean required) {
        value.requiresGrad(required);
    }

    /**
     * The shape.
     *
     * @return the tensor's shape
     */
    public Shape shape() {
        return value.shape();
    }

    /**
     * The number of elements.
     *
     * @return the tensor's size
     */
    public int size() {
        return value.size();
    }

    /**
     * The type of the elements.
     *
     * @return float32 or float64
     */
    public DType dtype() {
        return value.dtype();
    }

    /**
     * Where the values lie.
     *
     * @return the device
     */
    public Device device() {
        return value.device();
    }

    /** Converts value and gradient to another type, in a new tensor under the same name. */
    void to(DType type) {
        if (type != dtype()) {
            replace(each -> each.to(type));
        }
    }

    /** Moves value and gradient to a device, in a new tensor under the same name. */
    void to(Device device) {
        if (device != value.device()) {
            replace(each -> each.to(device));
        }
    }

    private void replace(UnaryOperator<Tensor> conversion) {
        Tensor old = value;
        Tensor converted = Autograd.noGrad(() -> conversion.apply(old)).keep().requiresGrad(old.requiresGrad());
        if (old.name() != null) {
            converted.named(old.name());
        }
        Tensor gradient = old.grad();
        if (gradient != null) {
            converted.setGrad(Autograd.noGrad(() -> conversion.apply(gradient)).keep());
        }
        value = converted;
    }

    @Override
    public String toString() {
        return "Parameter containing:\n" + value;
    }
}
