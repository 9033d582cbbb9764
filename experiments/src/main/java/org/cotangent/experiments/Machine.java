package org.cotangent.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotangent.kernel.Backends;
import org.cotangent.kernel.Device;
import org.cotangent.kernel.Parallel;

/**
 * What an experiment is computed on, after {@code auto} has been decided.
 *
 * @param device where
 * @param backend {@code scalar}, {@code simd} or {@code cuda}
 * @param threads how many
 * @param reason one sentence that says why this backend
 * @param notice one sentence for the user when it is not what was asked for
 */
record Machine(Device device, String backend, int threads, String reason, Optional<String> notice) {
    static final Setting<String> DEVICE =
            Setting.oneOf("--device", "auto", "where to compute; auto is the CPU", "auto", "cpu", "cuda");
    static final Setting<String> BACKEND =
            Setting.oneOf("--backend", "auto", "how to compute on the CPU", "auto", "scalar", "simd");
    static final Setting<Integer> THREADS = Setting.whole(
                    "--threads",
                    Runtime.getRuntime().availableProcessors(),
                    "threads; the result does not depend on it")
            .between(1, 1024);

    static final List<Setting<?>> SETTINGS = List.of(THREADS, DEVICE, BACKEND);

    /** Tells the engine, and says what came of it; refuses a backend that this machine does not have. */
    static Machine use(Chosen chosen) throws Setting.Unfit {
        String backend = chosen.get(BACKEND);
        try {
            Backends.use(backend);
        } catch (IllegalArgumentException e) {
            throw new Setting.Unfit("--backend " + backend + " cannot be had here: " + e.getMessage());
        }
        Parallel.setThreads(chosen.get(THREADS));
        List<String> notices = new ArrayList<>();
        Device device = chosen.get(DEVICE).equals("cuda") ? Device.cudaOrCpu(0, notices::add) : Device.cpu();
        String reason = device == Device.cpu() ? device.description() : "cuda: " + device.description();
        return new Machine(
                device, device.backend().name(), chosen.get(THREADS), reason, notices.stream().findFirst());
    }
}
