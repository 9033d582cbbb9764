package org.cotangent.experiments;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cotangent.experiments.explore.ExploreServer;
import org.cotangent.experiments.explore.Explorer;
import org.cotangent.experiments.explore.Operations;
import org.cotangent.experiments.explore.Pages;
import org.cotangent.experiments.gradient.DescentExplorer;
import org.cotangent.experiments.microlearning.RulesExplorer;
import org.cotangent.experiments.mlp.LifExplorer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code cotangent explore}: pages to play with, shown to this machine's browser or written as files. */
final class ExploreCommand {
    private static final String PORT = "--port";
    private static final String OUT = "--out";
    private static final String FROM = "--from";
    private static final int USUAL_PORT = 4747;
    private static final int PORTS = 65_536;
    private static final int GLANCE_MILLIS = 100;

    private final Console console;

    private ExploreCommand(Console console) {
        this.console = console;
    }

    static CommandSpec spec(Console console) {
        CommandSpec[] self = new CommandSpec[1];
        CommandSpec spec = Commands.spec("explore", "Pages to play with.", () -> {
            try {
                return new ExploreCommand(console).run(self[0].commandLine().getParseResult());
            } catch (Setting.Unfit | Failure refused) {
                throw new ParameterException(self[0].commandLine(), refused.getMessage());
            }
        });
        self[0] = spec;
        spec.usageMessage()
                .description(
                        "Pages to play with: a spiking neuron, optimizers on a map, learning rules side by side, all operations"
                                + " with their derivatives. Shows them to the browser of this machine until Ctrl-C, or"
                                + " writes them as files.",
                        "")
                .sortOptions(false);
        spec.addOption(Commands.text(
                PORT, "N", "where to listen on the loopback address; 0 for any free port (default: " + USUAL_PORT + ")"));
        spec.addOption(Commands.text(OUT, "DIR", "writes the pages there, DIR/index.html first, and ends"));
        spec.addOption(Commands.text(
                FROM, "DIR", "the learning rules' run to show, made by: cotangent run microlearning --glance-every 10 --out DIR"));
        return spec;
    }

    /** All explorers. A new one is added here. */
    private static List<Explorer> explorers(Optional<Path> recorded) {
        return List.of(new LifExplorer(), new DescentExplorer(), new RulesExplorer(recorded), new Operations());
    }

    private int run(ParseResult parsed) throws Setting.Unfit, IOException {
        boolean write = parsed.hasMatchedOption(OUT);
        if (write && parsed.hasMatchedOption(PORT)) {
            throw new Setting.Unfit("--out writes files and --port shows pages; choose one of them");
        }
        int port = port(parsed.matchedOptionValue(PORT, String.valueOf(USUAL_PORT)));
        Optional<Path> folder =
                write ? Optional.of(OutputFolder.ready(parsed.matchedOptionValue(OUT, ""))) : Optional.empty();
        Pages pages = new Pages(explorers(recorded(parsed.matchedOptionValue(FROM, ""))));
        if (folder.isPresent()) {
            pages.write(folder.get());
            console.out().println("pages " + folder.get().resolve(Pages.INDEX));
            console.out().flush();
            return 0;
        }
        return serve(pages, port);
    }

    private static int port(String text) throws Setting.Unfit {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port < PORTS) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new Setting.Unfit("--port \"" + text + "\" is not a whole number from 0 to " + (PORTS - 1));
    }

    private static Optional<Path> recorded(String name) throws Setting.Unfit {
        try {
            return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
        } catch (InvalidPathException e) {
            throw new Setting.Unfit("--from \"" + name + "\" is no path: " + e.getReason());
        }
    }

    private int serve(Pages pages, int port) throws Setting.Unfit, IOException {
        try (ExploreServer server = new ExploreServer(pages, port)) {
            console.out().println("pages at " + server.address() + " until Ctrl-C");
            console.out().flush();
            while (!console.interrupts().requested()) {
                Thread.sleep(GLANCE_MILLIS);
            }
            return Interrupts.EXIT_CODE;
        } catch (SocketException e) {
            throw new Setting.Unfit("--port " + port + " cannot be used: " + e.getMessage()
                    + "; choose another, or 0 for any that is free");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Interrupts.EXIT_CODE;
        }
    }
}
