package org.cotangent.experiments;

import java.io.PrintWriter;
import java.util.Locale;

/** A line for each tenth of the way, for logs and pipes. */
final class PlainDisplay implements Progress.Display {
    /** A loop that is over in a moment fills no log. */
    private static final double LEAST_SECONDS = 0.1;

    private final PrintWriter out;
    private final String task;
    private final long total;
    private final long begin = System.nanoTime();
    private double shown = Double.NEGATIVE_INFINITY;

    PlainDisplay(PrintWriter out, String task, long total) {
        this.out = out;
        this.task = task;
        this.total = total;
    }

    @Override
    public void show(long done, double loss) {
        double seconds = (System.nanoTime() - begin) * 1e-9;
        if (done < total && seconds - shown < LEAST_SECONDS) {
            return;
        }
        shown = seconds;
        double left = seconds / done * (total - done);
        out.printf(
                Locale.ROOT,
                "%s  %3d %%  %d of %d%s  %s%n",
                task,
                Math.round(100.0 * done / total),
                done,
                total,
                lossText(loss),
                done < total ? time(left) + " left" : time(seconds));
        out.flush();
    }

    @Override
    public void close() {}

    static String lossText(double loss) {
        return Double.isNaN(loss) ? "" : String.format(Locale.ROOT, "  loss %.6g", loss);
    }

    private static String time(double seconds) {
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%d min %02d s", (int) (seconds / 60), (int) (seconds % 60));
    }
}
