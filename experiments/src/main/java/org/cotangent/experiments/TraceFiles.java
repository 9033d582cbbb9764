package org.cotangent.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotangent.inspect.Profile;
import org.cotangent.inspect.Trace;

/** What {@code cotangent trace} leaves in a folder. */
final class TraceFiles {
    private TraceFiles() {}

    /** The page, the picture in two languages, and the text. */
    static Path write(Path folder, String heading, String remarks, Trace trace) throws IOException {
        Path page = folder.resolve("index.html");
        Files.writeString(page, trace.toHtml(heading, remarks));
        Files.writeString(folder.resolve("trace.svg"), trace.toSvg());
        Files.writeString(folder.resolve("trace.dot"), trace.toDot());
        Files.writeString(folder.resolve("trace.txt"), heading + "\n\n" + trace);
        return page;
    }

    /** The table and the flame picture. */
    static void write(Path folder, Profile profile) throws IOException {
        Files.writeString(folder.resolve("profile.txt"), profile.toString());
        Files.writeString(folder.resolve("profile.svg"), profile.toSvg());
    }
}
