package org.cotangent.experiments.verify;

/**
 * What came of one case.
 *
 * @param op under whose name it is counted
 * @param id of the case
 * @param verdict passed, failed or not covered
 * @param reason what differed, or what is missing; empty when it passed
 */
record Outcome(String op, String id, Verdict verdict, String reason) {
    /** The three ways in which a case can end. */
    enum Verdict {
        PASSED,
        FAILED,
        NOT_COVERED
    }

    static Outcome passed(String op, String id) {
        return new Outcome(op, id, Verdict.PASSED, "");
    }

    static Outcome failed(String op, String id, String reason) {
        return new Outcome(op, id, Verdict.FAILED, reason);
    }

    static Outcome notCovered(String op, String id, String reason) {
        return new Outcome(op, id, Verdict.NOT_COVERED, reason);
    }
}
