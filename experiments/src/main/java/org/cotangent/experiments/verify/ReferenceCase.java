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

    /** A case under a name, computed by something that returns null when all is well, and else says what is not. */
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
