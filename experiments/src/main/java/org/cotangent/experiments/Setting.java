package org.cotangent.experiments;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cotangent.kernel.DType;

/**
 * An option of an experiment: its name, what it means, its default, and which values it takes.
 *
 * <pre>{@code
 * private static final Setting<Double> LR = Setting.real("--lr", 1e-3, "learning rate of Adam").moreThan(0.0);
 * ...
 * double lr = run.get(LR);
 * }</pre>
 *
 * <p>A value that does not fit is refused before anything runs, in one sentence and with exit code 2. Every setting's
 * value is recorded among the parameters of the results.
 *
 * @param <T> the type of the value
 */
public final class Setting<T> {
    static final String SEED = "--seed";
    static final String EPOCHS = "--epochs";
    static final String DTYPE = "--dtype";

    private final String name;
    private final String label;
    private final String description;
    private final T standard;
    private final T fast;
    private final String expected;
    private final List<String> choices;
    private final Parser<T> parser;
    private final Function<T, Object> recorded;

    /** From text to value; throws {@link IllegalArgumentException} for what does not fit. */
    private interface Parser<T> {
        T parse(String text);
    }

    /** A value that does not fit; the message is the whole sentence. */
    static final class Unfit extends Exception {
        Unfit(String sentence) {
            super(sentence);
        }
    }

    private Setting(
            String name,
            String label,
            String description,
            T standard,
            T fast,
            String expected,
            List<String> choices,
            Parser<T> parser,
            Function<T, Object> recorded) {
        this.name = name;
        this.label = label;
        this.description = description;
        this.standard = standard;
        this.fast = fast;
        this.expected = expected;
        this.choices = choices;
        this.parser = parser;
        this.recorded = recorded;
    }

    // ---- the settings that many experiments share ----

    /**
     * {@code --seed}: what torch's {@code manual_seed} accepts, -2^63 to 2^64 - 1; {@link Run#seed} has its 64 bits.
     *
     * @param standard the tutorial's seed
     * @return the setting
     */
    public static Setting<BigInteger> seed(long standard) {
        return seed(standard, BigInteger.TWO.pow(63).negate(), BigInteger.TWO.pow(64), "-2^63 to 2^64 - 1");
    }

    /**
     * {@code --seed} where numpy's {@code RandomState} takes part: 0 to 2^32 - 1.
     *
     * @param standard the tutorial's seed
     * @return the setting
     */
    public static Setting<BigInteger> numpySeed(long standard) {
        return seed(standard, BigInteger.ZERO, BigInteger.TWO.pow(32), "0 to 2^32 - 1");
    }

    private static Setting<BigInteger> seed(long standard, BigInteger least, BigInteger beyond, String range) {
        BigInteger value = BigInteger.valueOf(standard);
        return new Setting<>(
                SEED,
                "N",
                "seed of all random streams",
                value,
                value,
                "a whole number from " + range,
                List.of(),
                text -> inRange(new BigInteger(text), least, beyond.subtract(BigInteger.ONE)),
                seed -> seed);
    }

    /**
     * {@code --epochs}: passes over the data, or steps where the tutorial calls these epochs.
     *
     * @param standard the tutorial's number
     * @return the setting
     */
    public static Setting<Integer> epochs(int standard) {
        return whole(EPOCHS, standard, "passes over the training data").atLeast(1);
    }

    /**
     * {@code --dtype}: float32 or float64.
     *
     * @param standard the tutorial's precision
     * @return the setting
     */
    public static Setting<DType> dtype(DType standard) {
        return oneOf(DTYPE, standard, "precision of the computation", DType.FLOAT32, DType.FLOAT64);
    }

    // ---- settings of an experiment's own ----

    /**
     * A whole number.
     *
     * @param name such as {@code --batch-size}
     * @param standard the default
     * @param description a few words for the help
     * @return the setting, which takes any int until {@link #atLeast} or {@link #between} narrows it
     */
    public static Setting<Integer> whole(String name, int standard, String description) {
        return new Setting<>(
                name,
                "N",
                description,
                standard,
                standard,
                "a whole number",
                List.of(),
                Integer::parseInt,
                value -> (long) value);
    }

    /**
     * A finite real number.
     *
     * @param name such as {@code --lr}
     * @param standard the default
     * @param description a few words for the help
     * @return the setting, which takes any finite number until {@link #moreThan}, {@link #atLeast} or {@link #between}
     *     narrows it
     */
    public static Setting<Double> real(String name, double standard, String description) {
        return new Setting<>(
                name, "X", description, standard, standard, "a number", List.of(), Setting::finite, value -> value);
    }

    /**
     * Whole numbers with commas between them, one at least, such as {@code --hidden 500,200}.
     *
     * @param name the option
     * @param standard the default
     * @param least the smallest that each may be
     * @param description a few words for the help
     * @return the setting
     */
    public static Setting<List<Integer>> wholes(String name, List<Integer> standard, int least, String description) {
        return new Setting<>(
                name,
                "N,N,...",
                description,
                standard,
                standard,
                "whole numbers of at least " + least + " with commas between them",
                List.of(),
                text -> Stream.of(text.split(",", -1))
                        .map(part -> inRange(Integer.parseInt(part.strip()), least, Integer.MAX_VALUE))
                        .toList(),
                values -> values.stream().map(Integer::longValue).toList());
    }

    /**
     * Names with commas between them, each of them one of those allowed, or {@code all}.
     *
     * @param name the option
     * @param standard the default
     * @param description a few words for the help
     * @param allowed every name that there is, in the order in which {@code all} means them
     * @return the setting; no name comes twice in its value
     */
    public static Setting<List<String>> names(
            String name, List<String> standard, String description, List<String> allowed) {
        return new Setting<>(
                name,
                "NAME,...|all",
                description,
                standard,
                standard,
                "all, or names with commas between them out of " + String.join(", ", allowed),
                allowed,
                text -> {
                    if (text.equals("all")) {
                        return allowed;
                    }
                    List<String> chosen = new ArrayList<>();
                    for (String part : text.split(",", -1)) {
                        if (!allowed.contains(part.strip()) || chosen.contains(part.strip())) {
                            throw new IllegalArgumentException();
                        }
                        chosen.add(part.strip());
                    }
                    return List.copyOf(chosen);
                },
                values -> values);
    }

    /**
     * One of several values, written in lower case with hyphens.
     *
     * @param name the option
     * @param standard the default
     * @param description a few words for the help
     * @param allowed every value that it takes
     * @param <E> the type of the values, whose {@code toString} is their name
     * @return the setting
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <E> Setting<E> oneOf(String name, E standard, String description, E... allowed) {
        List<E> values = List.of(allowed);
        List<String> words = values.stream().map(Setting::word).toList();
        return new Setting<>(
                name,
                String.join("|", words),
                description,
                standard,
                standard,
                enumeration(words),
                words,
                text -> values.get(inRange(words.indexOf(text), 0, words.size())),
                Setting::word);
    }

    /**
     * A switch without a value.
     *
     * @param name the option
     * @param description a few words for the help
     * @return the setting, false unless it is given
     */
    public static Setting<Boolean> flag(String name, String description) {
        return new Setting<>(
                name, "", description, false, false, "no value", List.of(), Boolean::parseBoolean, value -> value);
    }

    /**
     * Any text.
     *
     * @param name the option
     * @param label what stands for the value in the help, such as {@code EXPRESSION}
     * @param standard the default
     * @param description a few words for the help
     * @return the setting
     */
    public static Setting<String> text(String name, String label, String standard, String description) {
        return new Setting<>(
                name, label, description, standard, standard, "a text", List.of(), text -> text, value -> value);
    }

    /**
     * A file or folder of the user's, absent by default.
     *
     * @param name the option
     * @param label {@code FILE} or {@code DIR}
     * @param description a few words for the help
     * @return the setting; that the file exists is for the experiment to see
     */
    public static Setting<Optional<Path>> path(String name, String label, String description) {
        return new Setting<>(
                name,
                label,
                description,
                Optional.empty(),
                Optional.empty(),
                "the name of a " + (label.equals("DIR") ? "folder" : "file"),
                List.of(),
                text -> {
                    try {
                        return Optional.of(Path.of(text));
                    } catch (InvalidPathException e) {
                        throw new IllegalArgumentException(e);
                    }
                },
                value -> value.map(Path::toString).orElse("none"));
    }

    // ---- narrowing ----

    /**
     * The same for values from {@code least} on.
     *
     * @param least the smallest allowed
     * @return a new setting
     */
    public Setting<T> atLeast(T least) {
        return narrowed("of at least " + plain(least), value -> compare(value, least) >= 0);
    }

    /**
     * The same for values beyond {@code bound}.
     *
     * @param bound the largest that is not allowed
     * @return a new setting
     */
    public Setting<T> moreThan(T bound) {
        return narrowed("greater than " + plain(bound), value -> compare(value, bound) > 0);
    }

    /**
     * The same for values from {@code least} to {@code most}, both allowed.
     *
     * @param least the smallest allowed
     * @param most the largest allowed
     * @return a new setting
     */
    public Setting<T> between(T least, T most) {
        return narrowed(
                "from " + plain(least) + " to " + plain(most),
                value -> compare(value, least) >= 0 && compare(value, most) <= 0);
    }

    /**
     * The same with another default for {@code --fast}, the quick look.
     *
     * @param value smaller than the default: fewer epochs, fewer samples
     * @return a new setting
     */
    public Setting<T> fast(T value) {
        return new Setting<>(name, label, description, standard, value, expected, choices, parser, recorded);
    }

    /**
     * The same with other words in the help.
     *
     * @param words what it means here
     * @return a new setting
     */
    public Setting<T> describedAs(String words) {
        return new Setting<>(name, label, words, standard, fast, expected, choices, parser, recorded);
    }

    private Setting<T> narrowed(String range, Predicate<T> allowed) {
        Parser<T> narrow = text -> {
            T value = parser.parse(text);
            if (!allowed.test(value)) {
                throw new IllegalArgumentException();
            }
            return value;
        };
        return new Setting<>(
                name, label, description, standard, fast, expected + " " + range, choices, narrow, recorded);
    }

    // ---- for the frame ----

    String name() {
        return name;
    }

    /** The key among the parameters: {@code --batch-size} is {@code batchSize}. */
    String key() {
        StringBuilder key = new StringBuilder();
        for (String part : name.substring(2).split("-", -1)) {
            key.append(key.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return key.toString();
    }

    String label() {
        return label;
    }

    String description() {
        return description;
    }

    boolean isFlag() {
        return label.isEmpty();
    }

    /**
     * The value where nothing is typed.
     *
     * @param quick whether {@code --fast} is typed
     * @return the default
     */
    public T standard(boolean quick) {
        return quick ? fast : standard;
    }

    T parse(String text) throws Unfit {
        try {
            return parser.parse(text.strip());
        } catch (IllegalArgumentException e) {
            String nearest = choices.isEmpty() ? "" : "; the nearest is \"" + Nearest.to(last(text), choices) + "\"";
            throw new Unfit(name + " takes " + expected + ", not \"" + text + "\"" + nearest);
        }
    }

    /** What the results have of a value. */
    Object recorded(Object value) {
        @SuppressWarnings("unchecked") // the frame keeps values by their setting
        T mine = (T) value;
        return recorded.apply(mine);
    }

    /** A value as one would type it. */
    String typed(Object value) {
        Object plain = recorded(value);
        return plain instanceof List<?> list
                ? String.join(",", list.stream().map(Setting::plain).toList())
                : plain(plain);
    }

    /** Of a list with commas, the part that is most likely wrong cannot be known; the first unknown one is shown. */
    private String last(String text) {
        for (String part : text.split(",", -1)) {
            if (!choices.contains(part.strip())) {
                return part.strip();
            }
        }
        return text;
    }

    private static double finite(String text) {
        double value = Double.parseDouble(text);
        // "1f" and "0x1p3" are numbers to Java, not to people.
        if (!Double.isFinite(value) || !text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static <C extends Comparable<C>> C inRange(C value, C least, C most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    @SuppressWarnings("unchecked") // whole and real numbers compare with their like
    private static <T> int compare(T a, T b) {
        return ((Comparable<T>) a).compareTo(b);
    }

    private static String word(Object value) {
        return value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String plain(Object value) {
        if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e7) {
            return Long.toString(Math.round(d));
        }
        return String.valueOf(value);
    }

    private static String enumeration(List<String> words) {
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + (last > 0 ? " or " : "") + words.get(last);
    }
}
