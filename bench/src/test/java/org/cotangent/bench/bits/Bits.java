package org.cotangent.bench.bits;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.Parallel;

/** Prints the hash of every item, on one number of threads after the other: run in JVMs of different vector widths. */
final class Bits {
    private Bits() {}

    /**
     * Prints which backend computes, and then a line for each item: name, tabulator, hashes.
     *
     * @param arguments the numbers of threads, one hash for each
     */
    public static void main(String[] arguments) {
        System.out.println(Backends.reason());
        List<Item> items = Items.all();
        List<StringBuilder> lines = new ArrayList<>();
        for (Item item : items) {
            lines.add(new StringBuilder(item.name()).append('\t'));
        }
        for (String threads : arguments) {
            Parallel.setThreads(Integer.parseInt(threads));
            for (int i = 0; i < items.size(); i++) {
                lines.get(i).append(' ').append(hash(items.get(i)));
            }
        }
        lines.forEach(System.out::println);
    }

    /** An exception is a result too: its kind. */
    private static String hash(Item item) {
        try {
            return Long.toHexString(item.hash());
        } catch (RuntimeException thrown) {
            return thrown.getClass().getSimpleName();
        }
    }
}
