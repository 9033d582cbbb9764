package org.cotangent.experiments;

import picocli.CommandLine.Model.CommandSpec;

/** {@code cotangent list}: what can be run, one experiment a line, its name first. */
final class ListCommand {

    private ListCommand() {}

    static CommandSpec spec(Catalogue catalogue, Console console) {
        CommandSpec spec = Commands.spec("list", "Says what can be run.", () -> {
            TextTable table = new TextTable();
            for (Experiment experiment : catalogue.experiments()) {
                table.row(experiment.name(), experiment.tutorial().code(), experiment.summary());
            }
            console.out().print(table);
            console.out().flush();
            return 0;
        });
        return spec;
    }
}
