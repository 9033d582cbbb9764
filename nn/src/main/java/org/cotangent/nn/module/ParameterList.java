package org.cotangent.nn.module;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.shape.Complaint;

/** Parameters in a row, called 0, 1, 2 and so on. */
public final class ParameterList extends Module {
    /**
     * A list.
     *
     * @param initial the parameters' initial values, first to last
     */
    public ParameterList(Tensor... initial) {
        for (Tensor each : initial) {
            add(each);
        }
    }

    /**
     * Appends a parameter.
     *
     * @param initial its initial value
     * @return the parameter
     */
    public Parameter add(Tensor initial) {
        return registerParameter(String.valueOf(size()), initial);
    }

    /**
     * The number of parameters.
     *
     * @return how many there are
     */
    public int size() {
        return namedParameters().size();
    }

    /**
     * One of the parameters.
     *
     * @param index from 0; negative ones count from the end
     * @return the parameter
     * @throws IllegalArgumentException when there is no such parameter
     */
    public Parameter get(int index) {
        List<Parameter> all = parameters();
        int place = index < 0 ? index + all.size() : index;
        if (place < 0 || place >= all.size()) {
            throw Complaint.about("parameter " + index + " of a ParameterList")
                    .because("it has " + all.size() + " parameters")
                    .hint("an index from " + -all.size() + " to " + (all.size() - 1))
                    .argument();
        }
        return all.get(place);
    }

    /**
     * Not defined.
     *
     * @param x anything
     * @return never
     * @throws IllegalStateException always
     */
    @Override
    public Tensor forward(Tensor x) {
        throw Complaint.about("forward of a ParameterList")
                .because("a list does not say how its parameters are applied")
                .hint("a forward of one's own that calls get(i).value()")
                .state();
    }

    @Override
    protected String options() {
        String lines = namedParameters().entrySet().stream()
                .map(entry -> "  (" + entry.getKey() + "): Parameter containing: [torch."
                        + entry.getValue().dtype() + " of size " + sizes(entry.getValue()) + "]")
                .collect(Collectors.joining("\n"));
        return lines;
    }

    private static String sizes(Parameter parameter) {
        return Arrays.stream(parameter.shape().sizes())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining("x"));
    }
}
