package org.cotangent.bench;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.bench.Workload.Elementwise;
import org.cotangent.bench.Workload.Product;
import org.cotangent.bench.Workload.Rowwise;
import org.cotangent.bench.Workload.Training;

/** The workloads of the side-by-side. */
public final class Workloads {
    private static final List<Product> PRODUCTS = products();
    private static final List<Workload> ALL = all();

    private Workloads() {}

    /**
     * The workloads that a filter names.
     *
     * @param filter empty for all; A, B or C for a group; else the beginning of a name, several with commas between them;
     *     {@code quick} for the training steps and twenty products
     * @return in the order of the groups
     * @throws IllegalArgumentException when there is none
     */
    public static List<Workload> select(String filter) {
        List<Workload> chosen = ALL.stream().filter(each -> matches(each, filter)).toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no workload begins with '" + filter + "': there are "
                    + ALL.stream().map(Workload::label).toList());
        }
        return chosen;
    }

    /**
     * The workload of a name.
     *
     * @param label the whole of it
     * @return the one that is called so
     * @throws IllegalArgumentException when there is none
     */
    public static Workload find(String label) {
        return ALL.stream()
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no workload is called '" + label + "': there are "
                        + ALL.stream().map(Workload::label).toList()));
    }

    private static boolean matches(Workload workload, String filter) {
        for (String part : filter.split(",", -1)) {
            boolean hit =
                    switch (part) {
                        case "" -> true;
                        case "A", "B", "C" -> workload.group() == part.charAt(0);
                        case "quick" -> workload.group() == 'C' || PRODUCTS.indexOf(workload) >= 0 && isQuick(workload);
                        default -> workload.label().startsWith(part);
                    };
            if (hit) {
                return true;
            }
        }
        return false;
    }

    private static boolean isQuick(Workload product) {
        return PRODUCTS.indexOf(product) < 20;
    }

    private static List<Workload> all() {
        List<Workload> all = new ArrayList<>(PRODUCTS);
        all.addAll(elementwise(1_000, 100_000, 10_000_000));
        all.addAll(List.of(Training.values()));
        return List.copyOf(all);
    }

    /** The operations on elements of vectors of each size, and those along the rows of a matrix. */
    static List<Workload> elementwise(int... sizes) {
        List<Workload> all = new ArrayList<>();
        for (int size : sizes) {
            for (String operation : List.of("add", "mul", "relu", "exp", "tanh", "sigmoid", "sum")) {
                all.add(new Elementwise(operation, size));
            }
        }
        for (String operation : List.of("sumlast", "sumfirst", "softmax")) {
            all.add(new Rowwise(operation, 1024, 1024));
        }
        return all;
    }

    /** The first twenty are the quick ones. */
    private static List<Product> products() {
        List<Product> list = new ArrayList<>();
        for (int n : new int[] {64, 128, 256, 512, 1024}) {
            list.add(single("nn", n, n, n));
        }
        for (int[] s : new int[][] {{200, 784, 500}, {200, 500, 10}, {216, 23589, 10}}) {
            list.add(single("nn", s[0], s[1], s[2]));
            list.add(single("nt", s[0], s[2], s[1])); // the gradient of the left factor
            list.add(single("tn", s[1], s[0], s[2])); // and of the right one
        }
        list.add(new Product("nn", 512, 512, 512, true));
        list.add(new Product("nn", 1024, 1024, 1024, true));
        list.add(single("nn", 100, 100, 100));
        list.add(single("nt", 1, 512, 512));
        list.add(single("nt", 128, 128, 2));
        list.add(single("nn", 32, 32, 32));

        list.add(single("nn", 2048, 2048, 2048));
        for (int n : new int[] {64, 256, 1024}) {
            for (String form : List.of("nt", "tn", "tt")) {
                list.add(single(form, n, n, n));
            }
        }
        list.add(single("nt", 32, 512, 1));
        list.add(single("nn", 128, 128, 4));
        list.add(single("nn", 128, 2, 128));
        list.add(single("nn", 32, 1, 512));
        for (String form : List.of("nt", "tn", "tt")) {
            list.add(new Product(form, 512, 512, 512, true));
        }
        return List.copyOf(list);
    }

    private static Product single(String form, int m, int k, int n) {
        return new Product(form, m, k, n, false);
    }
}
