package org.cotangent.experiments.verify;

/**
 * What came of one case.
 *
 * @param op under whose name it is counted
 * @param id of the case
 * @param verdict passed, failed or not covered
 * @param reason what differed, or what is missing; empty when it passed
 */
public record Outcome(String op, String id, Verdict verdict, String reason) {
    /** The three ways in which a case can end. */
    public enum Verdict {
        /** Everything matches. */
        PASSED,
        /** Something does not. */
        FAILED,
        /** It was not compared. */
        NOT_COVERED
    }

    /** A case in which everything matches. */
    static Outcome passed(String op, String id) {
        return new Outcome(op, id, Verdict.PASSED, "");
    }

    /** A case in which something does not. */
    static Outcome failed(String op, String id, String reason) {
        return new Outcome(op, id, Verdict.FAILED, reason);
    }

    /**
     * A case that was not compared.
     *
     * @param op under whose name it is counted
     * @param id of the case
     * @param reason what is missing
     * @return the outcome
     */
    public static Outcome notCovered(String op, String id, String reason) {
        return new Outcome(op, id, Verdict.NOT_COVERED, reason);
    }
}
