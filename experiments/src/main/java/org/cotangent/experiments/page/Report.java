package org.cotangent.experiments.page;

import java.util.List;
import org.cotangent.experiments.result.Reference;
import org.cotangent.experiments.result.Results;
import org.jspecify.annotations.Nullable;

/**
 * All there is to say of one run.
 *
 * @param name the experiment
 * @param tutorial its tutorial, code and title
 * @param summary what it shows, in one line
 * @param about paragraphs parted by empty lines; may be empty
 * @param command what to type to run it again
 * @param status how it ended
 * @param sentence why it was skipped or failed; otherwise empty
 * @param results its numbers; null when it was skipped or failed
 * @param pictures its figures, the telling one first
 * @param remarks what it printed
 */
public record Report(
        String name,
        String tutorial,
        String summary,
        String about,
        String command,
        Status status,
        String sentence,
        @Nullable Results results,
        List<Picture> pictures,
        List<Remark> remarks) {

    /** How a run ended. */
    public enum Status {
        /** Finished, and every reference row is ok. */
        OK,
        /** Finished, and some reference row is not ok. */
        NOT_OK,
        /** Interrupted; what there was until then is recorded. */
        PARTIAL,
        /** Not run, for want of something. */
        SKIPPED,
        /** Ended by an error. */
        FAILED
    }

    /** Copies the lists. */
    public Report {
        pictures = List.copyOf(pictures);
        remarks = List.copyOf(remarks);
    }

    /**
     * The verdict in a few words.
     *
     * @return such as "7 of 7 reference rows ok"
     */
    public String verdict() {
        return switch (status) {
            case SKIPPED -> "skipped";
            case FAILED -> "failed";
            case PARTIAL -> "interrupted: partial results";
            case OK, NOT_OK -> counted();
        };
    }

    private String counted() {
        List<Reference> rows = results == null ? List.of() : results.references();
        if (rows.isEmpty()) {
            return "no reference for these settings";
        }
        long ok = rows.stream().filter(Reference::ok).count();
        return ok + " of " + rows.size() + " reference rows ok";
    }
}
