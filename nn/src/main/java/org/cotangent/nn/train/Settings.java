package org.cotangent.nn.train;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.Tensor;
import org.cotangent.kernel.DType;
import org.cotangent.shape.Complaint;

/**
 * The settings of an optimizer, a record of numbers and flags, as a tensor of shape [] for each, and back.
 *
 * <p>The record itself is asked for its components, so that a new optimizer has no second list of them to forget one in.
 */
final class Settings {
    private Settings() {}

    static SequencedMap<String, Tensor> of(Object settings) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (RecordComponent each : settings.getClass().getRecordComponents()) {
            try {
                tensors.put(each.getName(), tensor(each.getAccessor().invoke(settings)));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }
        return tensors;
    }

    /** Settings of the class of others, with the values of these tensors. */
    static <S> S read(Map<String, Tensor> tensors, S like) {
        RecordComponent[] components = like.getClass().getRecordComponents();
        List<Object> values = new ArrayList<>();
        for (RecordComponent each : components) {
            Tensor tensor = tensors.get(each.getName());
            if (tensor != null) {
                values.add(value(tensor, each.getType()));
            }
        }
        if (values.size() != components.length || tensors.size() != components.length) {
            List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
            throw Complaint.about("load the settings of an optimizer")
                    .because("they are " + tensors.keySet() + " in the file, " + names + " here")
                    .hint("the version of Cotangent that saved the file")
                    .argument();
        }
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            @SuppressWarnings("unchecked") // the class of like
            Constructor<S> canonical = (Constructor<S>) like.getClass().getDeclaredConstructor(types);
            return canonical.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            // what the record refuses, it refuses in words
            throw e.getCause() instanceof IllegalArgumentException refused ? refused : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Tensor tensor(Object value) {
        return switch (value) {
            case Double number -> Tensor.scalar(number, DType.FLOAT64);
            case Integer number -> Tensor.scalar(number, DType.INT64);
            case Boolean flag -> Tensor.scalar(flag ? 1 : 0, DType.BOOL);
            default -> throw new IllegalStateException("a setting is a " + value.getClass());
        };
    }

    private static Object value(Tensor tensor, Class<?> type) {
        double number = tensor.item();
        return type == boolean.class ? (Object) (number != 0) : type == int.class ? (Object) (int) number : number;
    }
}
