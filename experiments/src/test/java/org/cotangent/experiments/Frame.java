package org.cotangent.experiments;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Runs the command line in this process, with experiments made for the purpose, and keeps what it says. */
final class Frame {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final Interrupts interrupts = new Interrupts();
    private final Catalogue catalogue;

    Frame(Experiment... experiments) {
        catalogue = new Catalogue(List.of(experiments));
    }

    int execute(String... args) {
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, interrupts);
        return Cotangent.execute(catalogue, console, args);
    }

    /** An experiment of one method. */
    static Experiment experiment(String name, Consumer<Run> body, Setting<?>... settings) {
        return new Experiment(name, Tutorial.W2D3, "Does what the test needs") {
            @Override
            public List<Setting<?>> settings() {
                return List.of(settings);
            }

            @Override
            public void run(Run run) {
                body.accept(run);
            }
        };
    }

    /** Lets one try the frame by hand. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        Interrupts interrupts = new Interrupts();
        interrupts.listen();
        Console console = new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Console.isTerminal(), interrupts);
        Catalogue catalogue = new Catalogue(List.of(
                new Exhibition(),
                experiment("slow", run -> {
                    Series losses = run.series("loss");
                    try (Progress progress = run.progress("waiting", 1000)) {
                        for (int i = 0; i < 1000; i++) {
                            Thread.sleep(10);
                            losses.add(1.0 / (i + 1));
                            progress.step(1.0 / (i + 1));
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }),
                experiment("absent", run -> {
                    throw new Skipped("MNIST is not here: put its four files into a folder and name it with --data.");
                }),
                experiment("wrong", run -> run.reference("answer", 42, 43, "a book")),
                experiment("broken", run -> {
                    throw new NullPointerException("nothing there");
                })));
        System.exit(Cotangent.execute(catalogue, console, args));
    }
}
