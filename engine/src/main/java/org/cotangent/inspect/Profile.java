package org.cotangent.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.cotangent.Autograd;
import org.cotangent.Tensor;

/**
 * Where the time of a forward and backward pass goes, what it moves and computes, and what backward keeps in memory.
 *
 * <pre>{@code
 * System.out.println(Profile.of(100, () -> criterion.forward(net.forward(x), y)));
 * }</pre>
 *
 * <p>The time of an operation is the time from the end of the one before it to its own end, so the engine's bookkeeping and
 * the caller's Java code between them are in it, and nothing is lost: the times add up to the whole. Bytes and floating-point
 * operations are what the operation needs at least, from its family and its recipe; a rate far below what the machine can do
 * says that time went elsewhere. Operations of parameters with dotted names, such as {@code mlp.0.weight}, appear in the
 * flame picture under their module.
 *
 * <p>Times vary from run to run, and the first runs of a program are slow, because nothing is compiled yet: let it repeat.
 */
public final class Profile {
    /** The name of the part that computes the loss. */
    public static final String FORWARD = "forward";

    /** The name of the part that computes the gradients. */
    public static final String BACKWARD = "backward";

    private final int times;
    private final Span whole;
    private final SequencedMap<String, Long> held;
    private final long parameters;

    private Profile(int times, Span whole, SequencedMap<String, Long> held, long parameters) {
        this.times = times;
        this.whole = whole;
        this.held = held;
        this.parameters = parameters;
    }

    /**
     * Computes a loss and runs backward from it, once. Gradients are added to the leaves' {@code grad} as always.
     *
     * @param computation of a scalar
     * @return what it took
     * @throws IllegalStateException as {@link Tensor#backward()}
     */
    public static Profile of(Supplier<Tensor> computation) {
        return measured(1, () -> computation.get().backward());
    }

    /**
     * Computes a loss and runs backward from it, first as often to warm up, then to measure. Gradients are added to the leaves'
     * {@code grad} each time.
     *
     * @param times how often, at least 1
     * @param computation of a scalar; the same work every time
     * @return what all of them took together
     * @throws IllegalStateException as {@link Tensor#backward()}
     */
    public static Profile of(int times, Supplier<Tensor> computation) {
        for (int i = 0; i < times; i++) {
            computation.get().backward();
        }
        return measured(times, () -> computation.get().backward());
    }

    /**
     * Watches work that runs backward itself, such as a learning rule's estimate or a whole step of training: first as often
     * to warm up, then to measure. What comes before its backward is booked as forward, the rest as backward.
     *
     * @param times how often, at least 1
     * @param work the same every time
     * @return what all of them took together
     */
    public static Profile during(int times, Runnable work) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return measured(times, work);
    }


    private static Profile measured(int times, Runnable work) {
        Profiler profiler = new Profiler();
        for (int i = 0; i < times; i++) {
            Autograd.watch(profiler, () -> {
                profiler.begin();
                work.run();
                profiler.end();
                return profiler;
            });
        }
        return new Profile(times, profiler.whole(), profiler.held(), profiler.parameters());
    }

    /**
     * How often the work was measured.
     *
     * @return at least 1; all times, bytes and operations are sums over them
     */
    public int times() {
        return times;
    }

    /**
     * Everything as a tree: forward and backward, in them modules, in them operations; in backward, the operations that an
     * operation's rule runs.
     *
     * @return the whole
     */
    public Span whole() {
        return whole;
    }

    /**
     * The operations of a direction, those of the same name together, wherever they are.
     *
     * @param direction {@link #FORWARD} or {@link #BACKWARD}
     * @return the slowest first; in backward under the name of the operation whose rule ran
     */
    public List<Span> operations(String direction) {
        return ProfileText.operations(whole.part(direction));
    }

    /**
     * What the graph kept in memory between forward and backward, besides the parameters. What several operations keep is
     * counted for the first.
     *
     * @return bytes by the name of the operation that keeps them, the most first; of one forward pass
     */
    public SequencedMap<String, Long> held() {
        SequencedMap<String, Long> sorted = new LinkedHashMap<>();
        held.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(each -> sorted.put(each.getKey(), each.getValue()));
        return sorted;
    }

    /**
     * How large the parameters are that the graph refers to.
     *
     * @return bytes
     */
    public long parameters() {
        return parameters;
    }

    /**
     * The profile as a picture: time from left to right, what contains it above.
     *
     * @return an SVG file, light or dark as its reader prefers
     */
    public String toSvg() {
        return ProfileSvg.of(this);
    }

    /** A table: for each direction and operation calls, time, share of the time, bytes, flops and their rates; then the memory. */
    @Override
    public String toString() {
        return ProfileText.of(this);
    }
}
