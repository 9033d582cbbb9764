package org.cotangent.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a measurement was made on, and what else ran meanwhile. Linux says most; elsewhere some of it is unknown. */
public final class Machine {
    private static final double TICKS = 100; // of /proc/stat, in a second

    private final double busyBefore = busy();
    private final double ownBefore = own();
    private final long start = System.nanoTime();

    /** Begins to watch the load. */
    public Machine() {}

    /**
     * The processor's model.
     *
     * @return as it calls itself
     */
    public static String cpu() {
        for (String line : lines("/proc/cpuinfo")) {
            if (line.startsWith("model name")) {
                return line.substring(line.indexOf(':') + 2);
            }
        }
        return System.getProperty("os.arch");
    }

    /**
     * Whether the processor has a feature.
     *
     * @param feature as Linux calls it, such as {@code avx512f}
     * @return false where nobody says
     */
    public static boolean has(String feature) {
        for (String line : lines("/proc/cpuinfo")) {
            if (line.startsWith("flags")) {
                return List.of(line.substring(line.indexOf(':') + 1).strip().split(" ")).contains(feature);
            }
        }
        return false;
    }

    /**
     * The processor, its cores and its vectors, the JDK, and the flags of this JVM.
     *
     * @return one line
     */
    public static String describe() {
        return cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                + (has("avx512f") ? "AVX-512" : has("avx2") ? "AVX2" : "no AVX2") + "; " + System.getProperty("java.vm.name") + " "
                + Runtime.version() + " " + flags(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    /** Those that change how a program runs: not its properties and class paths, which may be many thousand characters. */
    static String flags(List<String> arguments) {
        return arguments.stream()
                .filter(each -> each.startsWith("-X") || each.startsWith("--add-modules"))
                .collect(Collectors.joining(" "));
    }

    /**
     * The load that others than this process and its children have put on the machine since this object was made.
     *
     * @return cores; NaN where nobody says
     */
    public double foreignCores() {
        double seconds = (System.nanoTime() - start) * 1e-9;
        return Math.max(0, busy() - busyBefore - (own() - ownBefore)) / seconds;
    }

    /**
     * {@link #foreignCores} as a line of a report.
     *
     * @return such as {@code foreign load 0.03 cores}
     */
    public String load() {
        return String.format(Locale.ROOT, "foreign load %.2f cores", foreignCores());
    }

    /** Seconds that all processes have computed since the machine started. */
    private static double busy() {
        List<String> lines = lines("/proc/stat");
        if (lines.isEmpty()) {
            return Double.NaN;
        }
        String[] ticks = lines.getFirst().trim().split("\\s+");
        double sum = 0;
        for (int i : new int[] {1, 2, 3, 6, 7}) { // user, nice, system, interrupts; not idle, waiting, stolen
            sum += Double.parseDouble(ticks[i]);
        }
        return sum / TICKS;
    }

    /** Seconds that this process and the children that it has waited for have computed. */
    private static double own() {
        double own = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() * 1e-9
                : Double.NaN;
        for (String line : lines("/proc/self/stat")) {
            // The second field, the program's name, may hold spaces. Behind it the 14th and 15th are the children's times.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            own += (Double.parseDouble(fields[13]) + Double.parseDouble(fields[14])) / TICKS;
        }
        return own;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException absent) {
            return List.of();
        }
    }
}
