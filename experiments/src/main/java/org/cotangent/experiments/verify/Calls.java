package org.cotangent.experiments.verify;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Which of our calls stands for which Python name.
 *
 * <p>A name is looked up as it is, then without its namespace ({@code nn.functional.}, {@code F.}, {@code T.}), then without
 * the variant after a slash.
 */
final class Calls {
    /** One call: arguments in, all outputs out. */
    @FunctionalInterface
    interface Call {
        List<Tensor> apply(Arguments arguments);
    }

    private final Map<String, Call> byName = new HashMap<>();

    /** Everything that the engine has. */
    static Calls all() {
        Calls calls = new Calls();
        PointwiseCalls.addTo(calls);
        ShapeCalls.addTo(calls);
        IndexCalls.addTo(calls);
        ReductionCalls.addTo(calls);
        AlgebraCalls.addTo(calls);
        LossCalls.addTo(calls);
        LayerCalls.addTo(calls);
        return calls;
    }

    /** A call with one output, under one or more names. */
    void one(String names, Function<Arguments, Tensor> call) {
        many(names, arguments -> List.of(call.apply(arguments)));
    }

    /** A call with several outputs. */
    void many(String names, Call call) {
        for (String name : names.split(" ", -1)) {
            if (byName.put(name, call) != null) {
                throw new IllegalStateException("two calls for " + name);
            }
        }
    }

    @Nullable Call find(String name) {
        String plain = name.replaceFirst("^(nn\\.functional|F|T|torch|py)\\.", "");
        for (String each : Arrays.asList(name, plain, plain.replaceFirst("/.*", ""))) {
            Call found = byName.get(each);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
