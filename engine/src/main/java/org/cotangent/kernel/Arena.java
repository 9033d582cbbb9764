package org.cotangent.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Memory that results are made in again and again.
 *
 * <p>A fresh large array costs more than the arithmetic that fills it: the JVM zeroes it, and it is in no cache. Java
 * cannot tell when nobody looks at a result any more without a garbage collection, so the program says it: what is made
 * inside {@link #tidy} is given back at its end, and the next {@code tidy} on this thread writes its results there. A
 * storage that was given back knows it, and refuses every access.
 *
 * <p>Training steps repeat the same sizes, so arrays are found again by their exact length. What has not been asked for
 * in the last {@value #PATIENCE} outermost {@code tidy}s is left to the garbage collector.
 */
public final class Arena {
    /** Smaller arrays are cheaper new: elements. */
    private static final int WORTHWHILE = 1024;

    private static final int PATIENCE = 32;

    /** For tests: room starts as NaN, so that a kernel which leaves an element unwritten is noticed. */
    private static final boolean POISON = Boolean.getBoolean("cotangent.poison");

    private static final ThreadLocal<Arena> OF_THREAD = ThreadLocal.withInitial(Arena::new);

    private final Map<Key, Shelf> shelves = new HashMap<>();
    private final List<Storage> made = new ArrayList<>();
    private int depth;
    private long round;

    /** What makes two arrays interchangeable. */
    private record Key(DType type, int size) {}

    /** Arrays of one kind that nobody uses now. */
    private static final class Shelf {
        final ArrayDeque<Object> arrays = new ArrayDeque<>();
        long lastAsked;
    }

    private Arena() {}

    static Storage room(DType type, int size) {
        Storage storage = reuses(size) ? OF_THREAD.get().take(type, size) : Storage.allocate(type, size);
        return POISON ? filled(storage, Float.NaN, Long.MIN_VALUE, true) : storage;
    }

    /** The same, all zero. */
    static Storage zeros(DType type, int size) {
        return reuses(size) ? filled(OF_THREAD.get().take(type, size), 0, 0, false) : Storage.allocate(type, size);
    }

    private static boolean reuses(int size) {
        return size >= WORTHWHILE && OF_THREAD.get().depth > 0;
    }

    /** Has a storage on a device closed at the end of the innermost tidy on this thread, if there is one. */
    static void closeAtEnd(DeviceStorage storage) {
        Arena arena = OF_THREAD.get();
        if (arena.depth > 0) {
            arena.made.add(storage);
        }
    }

    private static Storage filled(Storage storage, float number, long integer, boolean flag) {
        switch (storage) {
            case FloatStorage s -> Arrays.fill(s.values(), number);
            case DoubleStorage s -> Arrays.fill(s.values(), number);
            case LongStorage s -> Arrays.fill(s.values(), integer);
            case BoolStorage s -> Arrays.fill(s.values(), flag);
            default -> throw new IllegalStateException("memory of a device is not made here");
        }
        return storage;
    }

    private Storage take(DType type, int size) {
        Shelf shelf = shelves.computeIfAbsent(new Key(type, size), key -> new Shelf());
        shelf.lastAsked = round;
        Object used = shelf.arrays.pollLast(); // the latest is the likeliest to be in a cache
        Storage storage = used == null ? Storage.allocate(type, size) : Storage.wrap(used);
        made.add(storage);
        return storage;
    }

    /**
     * Runs an action and then gives back the memory of every large array that was made in it on this thread, but for those
     * that are {@linkplain Storage#keep kept} and those that the action returns.
     *
     * @param action what to run
     * @param results hands the storages of what was returned to its argument
     * @param <T> what the action returns
     * @return what the action returns
     */
    public static <T> T tidy(Supplier<T> action, Results<T> results) {
        Arena arena = OF_THREAD.get();
        int before = arena.made.size();
        arena.depth++;
        Set<Storage> outer = Collections.newSetFromMap(new IdentityHashMap<>());
        try {
            T result = action.get();
            results.each(result, outer::add);
            return result;
        } finally {
            arena.depth--;
            arena.giveBack(before, outer);
        }
    }

    /**
     * Finds what an action returned.
     *
     * @param <T> what it returned
     */
    @FunctionalInterface
    public interface Results<T> {
        /**
         * Names the storages that must live on.
         *
         * @param result what was returned
         * @param storages takes each
         */
        void each(T result, Consumer<Storage> storages);
    }

    /**
     * Gives the memory of a gradient that nobody needs any more back at the end of the innermost {@link #tidy} on this thread,
     * as if it had been made there. It is none of ours, and left to the garbage collector, if it was not made in a tidy,
     * somebody {@linkplain Storage#keep keeps} it, or no tidy is running.
     *
     * @param gradient what was {@linkplain Storage#keepAsGradient kept as a gradient}
     */
    public static void forget(Storage gradient) {
        Arena arena = OF_THREAD.get();
        if (gradient.forget() && arena.depth > 0) {
            arena.made.add(gradient);
        }
    }

    /** What was returned belongs to the tidy around this one, if there is one. */
    private void giveBack(int from, Set<Storage> outer) {
        List<Storage> ended = made.subList(from, made.size());
        List<Storage> moved = new ArrayList<>();
        for (Storage storage : ended) {
            if (storage.isKept()) {
                storage.outliveTidy();
                continue;
            }
            if (outer.contains(storage)) {
                moved.add(storage);
            } else {
                Shelf shelf = shelves.get(new Key(storage.type(), storage.size()));
                Object array = storage.giveBack();
                if (shelf != null && array != storage) { // a device has shelves of its own
                    shelf.arrays.addLast(array);
                }
            }
        }
        ended.clear();
        if (depth > 0) {
            made.addAll(moved);
        } else {
            round++;
            shelves.values().removeIf(shelf -> shelf.lastAsked < round - PATIENCE);
        }
    }
}
