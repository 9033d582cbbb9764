package org.cotangent.kernel;

/** The ways in which many numbers become one. */
public enum Fold {
    /** The sum; 0 of nothing. */
    SUM,
    /** The product; 1 of nothing. */
    PRODUCT,
    /** The largest; NaN when one is; there is no largest of nothing. */
    MAX,
    /** The smallest; NaN when one is; there is no smallest of nothing. */
    MIN
}
