package org.cotangent.kernel;

/** Reductions of int64 and bool, one number after the other. */
final class LongFold {
    private LongFold() {}

    static long fold(Fold fold, Storage x, int offset, int n, int step) {
        long result = switch (fold) {
            case SUM -> 0;
            case PRODUCT -> 1;
            case MAX -> Long.MIN_VALUE;
            case MIN -> Long.MAX_VALUE;
        };
        for (int i = 0; i < n; i++) {
            long each = x.getLong(offset + i * step);
            result = switch (fold) {
                case SUM -> result + each;
                case PRODUCT -> result * each;
                case MAX -> Math.max(result, each);
                case MIN -> Math.min(result, each);
            };
        }
        return result;
    }

    static int best(boolean largest, Storage x, int offset, int n, int step) {
        int best = 0;
        for (int i = 1; i < n; i++) {
            long each = x.getLong(offset + i * step);
            long value = x.getLong(offset + best * step);
            if (largest ? each > value : each < value) {
                best = i;
            }
        }
        return best;
    }
}
