package org.cotangent.experiments;

import java.io.PrintWriter;

/**
 * Where the words of the command line go.
 *
 * @param out results and progress
 * @param err errors and notices
 * @param terminal whether somebody watches a terminal that can redraw a line
 * @param interrupts Ctrl-C
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal, Interrupts interrupts) {

    /** Is standard error a terminal? The launcher knows, and says so in a property; otherwise Java is asked. */
    @SuppressWarnings("SystemConsoleNull") // a run-time image without jdk.internal.le may still have none
    static boolean isTerminal() {
        String said = System.getProperty("cotangent.terminal");
        if (said != null) {
            return Boolean.parseBoolean(said);
        }
        java.io.Console console = System.console();
        return console != null && console.isTerminal();
    }
}
