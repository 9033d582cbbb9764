package org.cotangent.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An experiment whose first step of training can be looked at: {@code cotangent trace NAME}. */
public interface Traceable {
    /**
     * The first step of training, with the experiment's own settings.
     *
     * @param data the folder that the user names; an experiment that makes its own data has no use for it
     * @return one, or one for each learning rule
     * @throws Skipped when data is nowhere to be had
     * @throws IOException when data cannot be read
     */
    List<FirstStep> firstSteps(Optional<Path> data) throws IOException;
}
