package org.cotangent.nn.module;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cotangent.shape.Complaint;

/**
 * Activations by name, as a command line or a table of settings writes them.
 *
 * <pre>{@code
 * Activation.of("LeakyReLU(0.1)")
 * Activation.of("Softmax(dim=1)")
 * Activation.of("Tanh")
 * }</pre>
 */
public final class Activation {
    private static final Pattern CALL = Pattern.compile("\\s*(\\w+)\\s*(?:\\((.*)\\))?\\s*");

    /** A number that an activation takes, or one of some words; NaN as the default says that it must be given. */
    private record Option(String name, double byDefault, boolean whole, List<String> words) {
        private static Option number(String name, double byDefault) {
            return new Option(name, byDefault, false, List.of());
        }

        private static Option axis(double byDefault) {
            return new Option("dim", byDefault, true, List.of());
        }

        private String usage() {
            if (Double.isNaN(byDefault)) {
                return name;
            }
            return name + "=" + (words.isEmpty() ? number(byDefault) : words.get((int) byDefault));
        }

        private String number(double value) {
            return whole ? String.valueOf((int) value) : PythonNumber.of(value);
        }
    }

    /** An activation that can be named. */
    private record Kind(String name, List<Option> options, Function<double[], Module> maker) {
        private String usage() {
            return options.stream()
                    .map(Option::usage)
                    .collect(Collectors.joining(", ", name + "(", ")"));
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind("ReLU", List.of(), in -> new ReLU()),
            new Kind("LeakyReLU", List.of(Option.number("negative_slope", 0.01)), in -> new LeakyReLU(in[0])),
            new Kind("Tanh", List.of(), in -> new Tanh()),
            new Kind("Sigmoid", List.of(), in -> new Sigmoid()),
            new Kind("Softmax", List.of(Option.axis(Double.NaN)), in -> new Softmax((int) in[0])),
            new Kind("LogSoftmax", List.of(Option.axis(Double.NaN)), in -> new LogSoftmax((int) in[0])),
            new Kind("Identity", List.of(), in -> new Identity()),
            new Kind("ELU", List.of(Option.number("alpha", 1)), in -> new ELU(in[0])),
            new Kind("CELU", List.of(Option.number("alpha", 1)), in -> new CELU(in[0])),
            new Kind("SELU", List.of(), in -> new SELU()),
            new Kind(
                    "GELU",
                    List.of(new Option("approximate", 0, true, List.of("'none'", "'tanh'"))),
                    in -> new GELU(in[0] == 1)),
            new Kind("SiLU", List.of(), in -> new SiLU()),
            new Kind("Mish", List.of(), in -> new Mish()),
            new Kind("ReLU6", List.of(), in -> new ReLU6()),
            new Kind(
                    "PReLU",
                    List.of(new Option("num_parameters", 1, true, List.of()), Option.number("init", 0.25)),
                    in -> new PReLU((int) in[0], in[1])),
            new Kind(
                    "Hardtanh",
                    List.of(Option.number("min_val", -1), Option.number("max_val", 1)),
                    in -> new Hardtanh(in[0], in[1])),
            new Kind("Hardsigmoid", List.of(), in -> new Hardsigmoid()),
            new Kind("Hardswish", List.of(), in -> new Hardswish()),
            new Kind("Hardshrink", List.of(Option.number("lambd", 0.5)), in -> new Hardshrink(in[0])),
            new Kind("Softshrink", List.of(Option.number("lambd", 0.5)), in -> new Softshrink(in[0])),
            new Kind("Tanhshrink", List.of(), in -> new Tanhshrink()),
            new Kind(
                    "Softplus",
                    List.of(Option.number("beta", 1), Option.number("threshold", 20)),
                    in -> new Softplus(in[0], in[1])),
            new Kind("Softsign", List.of(), in -> new Softsign()),
            new Kind("Softmin", List.of(Option.axis(Double.NaN)), in -> new Softmin((int) in[0])),
            new Kind("LogSigmoid", List.of(), in -> new LogSigmoid()),
            new Kind("GLU", List.of(Option.axis(-1)), in -> new GLU((int) in[0])),
            new Kind(
                    "Threshold",
                    List.of(Option.number("threshold", Double.NaN), Option.number("value", Double.NaN)),
                    in -> new Threshold(in[0], in[1])));

    private Activation() {}

    /**
     * Makes the activation that a text names.
     *
     * @param text a name with its options in parentheses, in order or by name; without any, the parentheses may be left out.
     *     What {@link Module#toString()} prints is such a text
     * @return a new module
     * @throws IllegalArgumentException when there is no such activation (it names the nearest), or the options do not fit
     */
    public static Module of(String text) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            throw complaint(text, "it is not a name with options in parentheses", "LeakyReLU(0.1)");
        }
        String name = call.group(1);
        Kind kind = KINDS.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow(() -> complaint(
                        text,
                        "there is no activation " + name,
                        nearest(name).usage() + "; there are "
                                + KINDS.stream().map(Kind::name).collect(Collectors.joining(", "))));
        String options = call.group(2);
        return kind.maker.apply(values(text, kind, options == null ? "" : options));
    }

    private static double[] values(String text, Kind kind, String given) {
        double[] values = kind.options.stream().mapToDouble(Option::byDefault).toArray();
        boolean[] set = new boolean[values.length];
        String[] parts = given.isBlank() ? new String[0] : given.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            int place = equals < 0 ? i : place(kind, parts[i].substring(0, equals).strip());
            if (place < 0 || place >= values.length || set[place]) {
                throw complaint(text, "'" + parts[i].strip() + "' does not fit", kind.usage());
            }
            set[place] = true;
            values[place] = number(text, kind, parts[i].substring(equals + 1).strip(), kind.options.get(place));
        }
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                throw complaint(text, kind.options.get(i).name + " is missing", kind.usage());
            }
        }
        return values;
    }

    private static int place(Kind kind, String option) {
        return kind.options.stream().map(Option::name).toList().indexOf(option);
    }

    private static double number(String text, Kind kind, String word, Option option) {
        int place = option.words.indexOf(word);
        if (place >= 0) {
            return place;
        }
        if (!option.words.isEmpty()) {
            throw complaint(text, word + " is none of " + String.join(", ", option.words), kind.usage());
        }
        try {
            return option.whole ? Integer.parseInt(word) : Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw complaint(
                    text,
                    "'" + word + "' is not " + (option.whole ? "an integer" : "a number"),
                    kind.usage());
        }
    }

    private static IllegalArgumentException complaint(String text, String why, String advice) {
        return Complaint.about("activation '" + text + "'").because(why).hint(advice).argument();
    }

    private static Kind nearest(String name) {
        return KINDS.stream()
                .min(Comparator.comparingInt(kind -> distance(name.toLowerCase(java.util.Locale.ROOT),
                        kind.name.toLowerCase(java.util.Locale.ROOT))))
                .orElseThrow();
    }

    /** Levenshtein's distance: how many letters must be put in, left out or changed. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        Arrays.setAll(above, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
