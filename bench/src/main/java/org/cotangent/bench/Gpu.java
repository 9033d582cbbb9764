package org.cotangent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.bench.Workload.Product;
import org.cotangent.bench.Workload.Training;
import org.cotangent.kernel.Device;

/**
 * What {@code bench/gpu} does on a machine with a card:
 *
 * <pre>
 * probe                      one line about the device; 3 as the exit code, after one sentence, where there is none
 * check FILE.csv             every kernel and rule against the CPU
 * measure FILE.csv [QUICK]   products, elementwise operations and training steps
 * ratios OURS.csv TORCH.csv  both side by side: our time over PyTorch's
 * </pre>
 */
public final class Gpu {
    /** The exit code that says that there is no device. */
    private static final int ABSENT = 3;

    private Gpu() {}

    /**
     * Runs a part.
     *
     * @param arguments as above
     * @throws IOException when a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println("probe, check FILE, measure FILE, or ratios OURS TORCH");
            System.exit(2);
        }
        switch (arguments[0]) {
            case "probe" -> System.out.println(device().description());
            case "check" -> System.exit(new GpuCheck(device()).run(Path.of(arguments[1])) ? 0 : 1);
            case "measure" -> measure(device(), Path.of(arguments[1]), arguments.length > 2);
            case "ratios" -> System.out.print(ratios(
                    Files.readAllLines(Path.of(arguments[1])), Files.readAllLines(Path.of(arguments[2]))));
            default -> {
                System.err.println("probe, check FILE, measure FILE, or ratios OURS TORCH; not " + arguments[0]);
                System.exit(2);
            }
        }
    }

    private static Device device() {
        try {
            return Device.cuda(0);
        } catch (IllegalStateException absent) {
            System.out.println(absent.getMessage());
            System.exit(ABSENT);
            throw absent;
        }
    }

    /** What is asked of a card, from the largest to the smallest. */
    static List<Workload> workloads() {
        List<Workload> all = new ArrayList<>();
        for (int n : new int[] {4096, 1024, 256}) {
            all.add(new Product("nn", n, n, n, false));
        }
        all.add(new Product("nt", 1024, 1024, 1024, false));
        all.add(new Product("tn", 1024, 1024, 1024, false));
        all.add(new Product("nn", 2048, 2048, 2048, true));
        all.addAll(Workloads.elementwise(100_000_000, 1_000_000, 1_000));
        all.addAll(List.of(Training.values()));
        return all;
    }

    private static void measure(Device device, Path file, boolean quick) throws IOException {
        CudaContender contender = new CudaContender(device);
        Stopwatch stopwatch = quick ? new Stopwatch(0, 0.1, 3, 0.01) : Stopwatch.USUAL;
        StringBuilder csv = new StringBuilder("workload,peer,threads,median,min,max,unit\n");
        for (Workload workload : workloads()) {
            if (quick && (workload.amount() > 3e7 || workload == Training.C6_DEEP)) {
                continue; // a stand-in on the CPU would take minutes
            }
            String line;
            try {
                line = Harness.line(workload, "cotangent", 1, stopwatch.time(contender.prepare(workload)));
            } catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException wrong) {
                line = "# " + workload.label() + ": " + String.valueOf(wrong.getMessage()).replace('\n', ' ');
            }
            System.out.println(line);
            csv.append(line).append('\n');
            Files.writeString(file, csv); // what was measured stays, whatever comes next
        }
    }

    // ---- the table --------------------------------------------------------------------------------------------------

    /** The times of both as a table, with ours over the other's; a rate is the reverse of a time. */
    static String ratios(List<String> ours, List<String> others) {
        Map<String, String[]> theirs = rows(others);
        StringBuilder table = new StringBuilder("workload,unit,cotangent,torch,time over torch's\n");
        rows(ours).forEach((workload, row) -> {
            String[] other = theirs.get(workload);
            String median = other == null ? "" : other[3];
            String ratio = "";
            if (other != null) {
                double time = Double.parseDouble(row[3]) / Double.parseDouble(median);
                ratio = String.format(Locale.ROOT, "%.3f", row[6].equals(Workload.Unit.GFLOPS.toString()) ? 1 / time : time);
            }
            table.append(String.join(",", workload, row[6], row[3], median, ratio)).append('\n');
        });
        return table.toString();
    }

    private static Map<String, String[]> rows(List<String> lines) {
        Map<String, String[]> rows = new LinkedHashMap<>();
        for (String line : lines) {
            String[] cells = line.split(",", -1);
            if (cells.length == 7 && !line.startsWith("#") && !cells[0].equals("workload")) {
                rows.put(cells[0], cells);
            }
        }
        return rows;
    }
}
