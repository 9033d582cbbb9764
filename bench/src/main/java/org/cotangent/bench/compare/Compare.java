package org.cotangent.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cotangent.bench.CommandLine;
import org.cotangent.bench.Machine;
import org.cotangent.bench.OpenBlas;
import org.cotangent.bench.Quick;
import org.cotangent.bench.StartUp;
import org.cotangent.bench.Stopwatch;
import org.cotangent.bench.Workload;
import org.cotangent.bench.Workloads;

/**
 * Runs our engine and every peer that is there, alternating, each in fresh processes.
 *
 * <pre>
 * [--quick] [--out DIR] [--threads 1,2] [--only PREFIX] [--runs N] [--avx2] [--peers NAME,NAME]
 * </pre>
 *
 * <p>The script that starts it has fetched the peers and says where they are in system properties: {@code peer.NAME} is the
 * class path of one on the JVM, {@code openblas} a library, {@code python} an interpreter that has torch, and {@code absent}
 * names the others with the reason, one a line.
 */
public final class Compare {
    private static final long PROCESS_MINUTES = 20;
    private static final String START_UP = "startup_C2_first_step";
    private static final int START_UPS = 7;

    /** Most are steady after 0.6 s; that, and three samples, 420 times in all is what ten minutes bear. */
    private static final Stopwatch QUICK = new Stopwatch(0.6, 4, 3, Stopwatch.USUAL.sample());

    private boolean quick;
    private boolean avx2;
    private Path out = Path.of("compare");
    private List<Integer> threads = List.of(1, 2);
    private String only = "";
    private int runs;
    private List<String> chosen = List.of();

    private final Results results = new Results();
    private final Map<String, String> facts = new LinkedHashMap<>();

    private Compare(CommandLine words) {
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--avx2" -> avx2 = true;
                case "--out" -> out = Path.of(words.value());
                case "--only" -> only = words.value();
                case "--runs" -> runs = words.number();
                case "--peers" -> chosen = List.of(words.value().split(","));
                case "--threads" -> threads = Arrays.stream(words.numbers()).boxed().toList();
                default -> throw new IllegalArgumentException("what is " + word
                        + "? There are --quick, --out DIR, --threads 1,2, --only PREFIX, --runs N, --peers NAMES and --avx2");
            }
        }
        if (runs == 0) {
            runs = quick ? 1 : 5;
        }
        if (!START_UP.startsWith(only)) {
            Workloads.select(only); // a name that none begins with is refused now, not by each process
        }
    }

    /**
     * Compares.
     *
     * @param arguments as above
     * @throws IOException when a result cannot be written
     * @throws InterruptedException when this thread is asked to stop
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        CommandLine.read(() -> new Compare(new CommandLine(arguments))).run();
    }

    private void run() throws IOException, InterruptedException {
        facts.put("machine", Machine.describe());
        facts.put("date", java.time.Instant.now().toString());
        facts.put("processes of each", String.valueOf(runs));
        for (String line : System.getProperty("absent", "").split("\n")) {
            if (!line.isBlank()) {
                absent(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip());
            }
        }
        List<Peer> peers = peers().stream()
                .filter(each -> chosen.isEmpty() || chosen.stream().anyMatch(each.name()::startsWith))
                .toList();
        Files.createDirectories(out);
        for (int round = 0; round < runs; round++) {
            for (int count : threads) {
                for (Peer peer : peers) {
                    if (peer.runsOn(count)) {
                        run(peer, count, round);
                        write(); // what is there if somebody stops this
                    }
                }
            }
        }
        startUp(peers);
        write();
        System.out.println();
        System.out.print(results.table());
        System.out.println("written to " + out + ": results.csv, results.json, results.svg, table.md");
    }

    private void write() throws IOException {
        Files.writeString(out.resolve("results.csv"), results.csv());
        Files.writeString(out.resolve("results.json"), results.json(facts));
        Files.writeString(out.resolve("results.svg"), Chart.of(results, Machine.cpu() + ", " + facts.get("date")));
        Files.writeString(out.resolve("table.md"), facts.get("machine") + "\n\n" + results.table());
    }

    private void absent(String peer, String why) {
        facts.put("absent: " + peer, why);
        System.out.println("absent: " + peer + ": " + why);
    }

    // ---- who ----------------------------------------------------------------------------------------------------------

    private List<Peer> peers() {
        List<Peer> peers = new ArrayList<>();
        String own = System.getProperty("java.class.path");
        List<String> flags = new ArrayList<>(List.of("-XX:+UseParallelGC", "-Xmn64m")); // more is new memory for seconds
        if (avx2) {
            flags.add("-XX:UseAVX=2");
        }
        peers.add(Peer.of(avx2 ? "cotangent-avx2" : "cotangent", java(own, Quick.class.getName(), flags)));
        String library = System.getProperty("openblas");
        if (library != null) {
            Peer blas = Peer.of("openblas", java(own, OpenBlas.class.getName(), List.of("-Dopenblas=" + library)))
                    .onlyProducts(Integer.MAX_VALUE);
            add(peers, blas);
        }
        onTheJvm(peers, "bytedeco", "Libtorch", List.of());
        onTheJvm(peers, "djl", "Djl", List.of("-Dai.djl.offline=true"));
        String netlib = System.getProperty("peer.netlib");
        if (netlib != null) {
            List<String> ownFlags = avx2 ? List.of("-XX:UseAVX=2") : List.of();
            peers.add(Peer.of("netlib", java(netlib, "org.cotangent.bench.peers.Netlib", ownFlags)).onlyProducts(1));
        }
        String python = System.getProperty("python");
        if (python != null) {
            add(peers, Peer.of("pytorch", List.of(python, "-B", System.getProperty("peer.python"))));
        }
        return peers;
    }

    private void onTheJvm(List<Peer> peers, String name, String main, List<String> flags) {
        String path = System.getProperty("peer." + name);
        if (path != null) {
            add(peers, Peer.of(name, java(path, "org.cotangent.bench.peers." + main, flags)));
        }
    }

    /** As installed, and forced to AVX-512; or all of them forced to AVX2. */
    private void add(List<Peer> peers, Peer peer) {
        if (avx2) {
            Peer forced = peer.with(
                    "-avx2",
                    Map.of(
                            "OPENBLAS_CORETYPE", "Haswell", "ATEN_CPU_CAPABILITY", "avx2", "ONEDNN_MAX_CPU_ISA", "AVX2",
                            "MKL_ENABLE_INSTRUCTIONS", "AVX2"));
            peers.add(forced);
            addPassive(peers, forced);
            return;
        }
        peers.add(peer);
        if (peer.name().equals("djl")) {
            return; // brings MKL, which no variable forces on processors of others, and which shares its threads with libtorch
        }
        if (Machine.has("avx512f")) {
            Peer forced = peer.with("-skx", Map.of("OPENBLAS_CORETYPE", "SkylakeX", "ATEN_CPU_CAPABILITY", "avx512"));
            peers.add(forced);
            addPassive(peers, forced);
        } else {
            absent(peer.name() + "-skx", "this processor has no AVX-512");
            addPassive(peers, peer);
        }
    }

    private static void addPassive(List<Peer> peers, Peer peer) {
        if (!peer.name().startsWith("djl") && peer.takes(Workload.Training.C3_MNIST)) { // the others have one pool of threads
            peers.add(peer.passive());
        }
    }

    private static List<String> java(String classPath, String main, List<String> flags) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx6g"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main));
        return command;
    }

    // ---- start-up -----------------------------------------------------------------------------------------------------

    /** Whole processes, from the start to the end of the first step of C2; the first of each is not counted. */
    private void startUp(List<Peer> peers) throws IOException, InterruptedException {
        if (!only.isEmpty() && !START_UP.startsWith(only)) {
            return;
        }
        for (int round = 0; round <= START_UPS; round++) {
            for (Peer peer : peers) {
                if (peer.takes(Workload.Training.C2_SPIRAL) && !peer.name().contains("-skx") && peer.runsOn(1)) {
                    double seconds = firstStep(peer);
                    if (Double.isNaN(seconds)) {
                        absent(peer.name(), "its first step failed");
                    } else if (round > 0) {
                        results.add(new Result(START_UP, peer.name(), 1, seconds, seconds, seconds, "s"));
                    }
                }
            }
        }
    }

    /** What a process that measures itself is started through, if anything: taskset, or a lock that keeps others out. */
    private static List<String> prefix() {
        String words = System.getenv().getOrDefault("COMPARE_PREFIX", "");
        return words.isBlank() ? List.of() : List.of(words.strip().split(" +"));
    }

    private static double firstStep(Peer peer) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(peer.isOurs() ? StartUp.command() : peer.command());
        if (!peer.isOurs()) {
            command.add("first");
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(peer.environment());
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        long start = System.nanoTime();
        int status = builder.start().waitFor();
        return status == 0 ? (System.nanoTime() - start) * 1e-9 : Double.NaN;
    }

    // ---- one process --------------------------------------------------------------------------------------------------

    private void run(Peer peer, int count, int round) throws IOException, InterruptedException {
        if (START_UP.startsWith(only) && !only.isEmpty()) {
            return; // measured apart
        }
        String names = Workloads.select(only.isEmpty() && quick ? "quick" : only).stream()
                .filter(peer::takes)
                .map(Workload::label)
                .collect(Collectors.joining(","));
        if (names.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(prefix());
        command.addAll(peer.command());
        Stopwatch stopwatch = quick ? QUICK : Stopwatch.USUAL;
        command.addAll(List.of(
                names, "--threads", String.valueOf(count), "--peer", peer.name(), "--warm", String.valueOf(stopwatch.least()),
                "--most", String.valueOf(stopwatch.most()), "--samples", String.valueOf(stopwatch.samples())));
        ProcessBuilder builder = new ProcessBuilder(command);
        for (String variable : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")) {
            builder.environment().put(variable, String.valueOf(count));
        }
        builder.environment().putAll(peer.environment());
        Path said = out.resolve(peer.name() + "-" + count + "-" + round + ".log");
        builder.redirectError(said.toFile());
        System.out.println("# " + peer.name() + ", " + count + (count == 1 ? " thread" : " threads") + ", process " + (round + 1) + " of " + runs);
        Process process = builder.start();
        CompletableFuture.delayedExecutor(PROCESS_MINUTES, TimeUnit.MINUTES).execute(process::destroyForcibly); // if it hangs
        List<Result> printed = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.split(",").length == 7) {
                    System.out.println(line);
                    printed.add(Result.parse(line));
                }
            }
        }
        process.waitFor();
        String log = Files.readString(said);
        Map<String, WarmUp> warmUps = WarmUp.parse(log);
        printed.forEach(each -> results.add(each.after(warmUps.get(each.workload()))));
        log.lines().filter(line -> line.startsWith("# ") && !WarmUp.isOne(line)).forEach(line -> {
            System.out.println(line);
            facts.put(peer.name() + ", " + count + " threads, process " + round + (line.contains("foreign") ? ", load" : ""), line.substring(2));
        });
        if (process.exitValue() != 0) {
            absent(peer.name(), "ended with status " + process.exitValue() + ": " + log.lines().filter(line -> !line.startsWith("WARNING")).limit(3).toList());
        }
    }
}
