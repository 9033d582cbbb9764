package org.cotangent.random;

/** The error messages of this package: what was asked, why not, what to try. */
final class Refusal {
    private Refusal() {}

    /** An error in an argument. */
    static IllegalArgumentException of(String asked, String reason, String advice) {
        return new IllegalArgumentException(asked + ": " + reason + ". Try: " + advice);
    }

    /** Refuses a negative number of draws. */
    static void checkCount(String method, int n) {
        if (n < 0) {
            throw of(method + " of " + n + " values", "the number of values is negative", "0 or more");
        }
    }

    /** Refuses a range that holds no integer. */
    static void checkRange(String method, long low, long high) {
        if (low >= high) {
            throw of(
                    method + " from " + low + " to " + high,
                    "the upper bound is exclusive, so no integer lies in between",
                    "low < high");
        }
    }

    /** Refuses an interval whose ends are exchanged. */
    static void checkInterval(String method, double low, double high) {
        if (!(low <= high)) {
            throw of(method + " from " + low + " to " + high, "the lower end exceeds the upper one", "low <= high");
        }
    }

    /** Refuses what is no probability. */
    static void checkProbability(String method, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw of(method + " with p = " + p, "p is a probability", "a value from 0 to 1");
        }
    }

    /** Refuses a negative standard deviation. */
    static void checkDeviation(String method, double deviation) {
        if (!(deviation >= 0)) {
            throw of(
                    method + " with standard deviation " + deviation,
                    "a standard deviation is not negative",
                    "0 or more");
        }
    }

    /** Refuses more distinct values than there are. */
    static void checkDistinct(int n, int k) {
        if (k > n) {
            throw of(
                    "choice of " + k + " out of " + n + " without replacement",
                    "there are only " + n + " different values",
                    "k <= n, or replace = true");
        }
    }
}
