package org.cotangent.experiments;

import java.io.IOException;
import java.nio.file.Path;
import org.cotangent.experiments.result.ResultsFile;
import org.cotangent.inspect.Profile;
import org.cotangent.inspect.Trace;

/** What {@code cotangent trace} leaves in a folder. */
final class TraceFiles {
    private TraceFiles() {}

    /** The page, the picture in two languages, and the text. */
    static Path write(Path folder, String heading, String remarks, Trace trace) throws IOException {
        Path page = folder.resolve("index.html");
        ResultsFile.replace(page, trace.toHtml(heading, remarks));
        ResultsFile.replace(folder.resolve("trace.svg"), trace.toSvg());
        ResultsFile.replace(folder.resolve("trace.dot"), trace.toDot());
        ResultsFile.replace(folder.resolve("trace.txt"), heading + "\n\n" + trace);
        return page;
    }

    /** The table and the flame picture. */
    static void write(Path folder, Profile profile) throws IOException {
        ResultsFile.replace(folder.resolve("profile.txt"), profile.toString());
        ResultsFile.replace(folder.resolve("profile.svg"), profile.toSvg());
    }
}
