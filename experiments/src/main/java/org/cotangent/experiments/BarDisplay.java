package org.cotangent.experiments;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error, with the loss and the time that is left. */
final class BarDisplay implements Progress.Display {
    private static final int WIDTH = 78;

    private final ProgressBar bar;

    BarDisplay(String task, long total) {
        // A consumer of our own: the library's default would load a terminal library to ask for the width.
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build();
    }

    @Override
    public void show(long done, double loss) {
        bar.stepTo(done);
        bar.setExtraMessage(PlainDisplay.lossText(loss));
    }

    @Override
    public void close() {
        bar.close();
    }
}
