package org.cotangent.experiments.verify;

import org.jspecify.annotations.Nullable;

/** One case that can be replayed. */
@FunctionalInterface
public interface ReferenceCase {
    /**
     * Computes the case here and compares it with the reference.
     *
     * @return what came of it; whatever goes wrong in the case is in it, too
     */
    Outcome replay();

    /**
     * A case under a name. What its check throws is a failure, but for what says that it is not covered.
     *
     * @param op under whose name it is counted
     * @param id of the case
     * @param check computes and compares
     * @return the case
     */
    static ReferenceCase of(String op, String id, Check check) {
        return () -> {
            try {
                String wrong = check.run();
                return wrong == null ? Outcome.passed(op, id) : Outcome.failed(op, id, wrong);
            } catch (NotCovered reason) {
                return Outcome.notCovered(op, id, String.valueOf(reason.getMessage()));
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError error) {
                return Outcome.failed(op, id, error.getClass().getSimpleName() + ": " + error.getMessage());
            }
        };
    }

    /** What a case computes. */
    @FunctionalInterface
    interface Check {
        /**
         * Computes and compares.
         *
         * @return null when all is well, else what is not
         */
        @Nullable String run();
    }
}
