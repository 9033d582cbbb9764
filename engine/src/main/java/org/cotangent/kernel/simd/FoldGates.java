package org.cotangent.kernel.simd;

import org.cotangent.kernel.DType;
import org.cotangent.kernel.Fold;
import org.cotangent.kernel.Storage;

/** When the reductions of one type go to vectors. */
final class FoldGates {
    /** Elements on plain loops before vectors are worth their while: some 10 ms. */
    private static final long ENOUGH = 10_000_000;

    /** What a call costs besides its elements, in elements. */
    private static final int OVERHEAD = 50;

    private final DType type;
    final Gate sums;
    final Gate extremes;
    final Gate columns;

    /** Gates that are open, or open when vectors are the faster ones. */
    FoldGates(DType type, boolean open) {
        this.type = type;
        sums = new Gate(open, ENOUGH);
        extremes = new Gate(open, ENOUGH);
        columns = new Gate(open, ENOUGH);
    }

    /** Whether a row of n numbers is folded in vectors. */
    boolean row(Fold fold, int n) {
        return switch (fold) {
            case SUM -> sums.passes(n + OVERHEAD, () -> new Rows(Fold.SUM));
            case MAX, MIN -> extremes.passes(n + OVERHEAD, () -> new Rows(Fold.MAX));
            case PRODUCT -> false; // one after the other
        };
    }

    /** Whether the columns of a matrix are added up in vectors. */
    boolean columns(int rows, int width) {
        return columns.passes((long) rows * width + OVERHEAD, Columns::new);
    }

    private Storage madeUp(int size) {
        Storage x = Storage.allocate(type, size);
        for (int i = 0; i < size; i++) {
            x.set(i, Rehearsal.madeUp(i));
        }
        return x;
    }

    /** One row after the other, of all the lengths that take another way. */
    private final class Rows implements Gate.Practice {
        private static final int LONG = 1000;
        private static final int[] OTHERS = {3, 10, 40, 64, 130, 5000};
        private static final int SEVERAL = 5;
        private final Fold fold;
        private final Storage x = madeUp(SEVERAL * LONG);
        private final Storage out = madeUp(SEVERAL);
        private int calls;

        Rows(Fold fold) {
            this.fold = fold;
        }

        @Override
        public void vectors() {
            fold(fold, LONG);
            if (calls++ % 2 == 0) { // not each time: it is timed without
                fold(fold == Fold.MAX && calls % 4 == 1 ? Fold.MIN : fold, OTHERS[calls / 2 % OTHERS.length]);
                if (fold == Fold.SUM) {
                    sumRows();
                }
            }
        }

        private void sumRows() {
            if (type == DType.FLOAT32) {
                FloatFolds.sumRows((float[]) x.array(), 0, SEVERAL, LONG, (float[]) out.array(), 0);
            } else {
                DoubleFolds.sumRows((double[]) x.array(), 0, SEVERAL, LONG, (double[]) out.array(), 0);
            }
        }

        private void fold(Fold how, int n) {
            if (type == DType.FLOAT32) {
                out.set(0, FloatFolds.fold(how, (float[]) x.array(), 0, n));
            } else {
                out.set(0, DoubleFolds.fold(how, (double[]) x.array(), 0, n));
            }
        }

        @Override
        public void plain() {
            PlainLoops.HERE.foldRow(fold, x, 0, LONG, 1, out, 0);
        }

        @Override
        public String toString() {
            return fold + " of rows of " + type;
        }
    }

    private final class Columns implements Gate.Practice {
        private static final int WIDTH = 100;
        private final Storage x = madeUp(16 * WIDTH);
        private final Storage out = madeUp(WIDTH);
        private int calls;

        @Override
        public void vectors() {
            sum(16, WIDTH);
            if (calls++ % 2 == 0) {
                sum(150, 1 + calls / 2 % 10);
            }
        }

        private void sum(int rows, int width) {
            if (type == DType.FLOAT32) {
                FloatFolds.sumColumns((float[]) x.array(), 0, rows, width, (float[]) out.array(), 0);
            } else {
                DoubleFolds.sumColumns((double[]) x.array(), 0, rows, width, (double[]) out.array(), 0);
            }
        }

        @Override
        public void plain() {
            PlainLoops.HERE.sumColumns(x, 0, 16, WIDTH, out, 0);
        }

        @Override
        public String toString() {
            return "sums of columns of " + type;
        }
    }
}
