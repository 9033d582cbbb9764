package org.cotangent.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a warm-up ends. The figures are the seconds of a call in each window; nothing here depends on the clock's. */
class StopwatchTest {
    @Test
    void sixLikeWindowsAreSteady() {
        assertFalse(Stopwatch.isSteady(List.of()));
        assertFalse(Stopwatch.isSteady(Collections.nCopies(5, 1.0)));
        assertTrue(Stopwatch.isSteady(Collections.nCopies(6, 1.0)));
    }

    @Test
    void aGainOfMoreThanThreePercentIsNotSteady() {
        assertFalse(Stopwatch.isSteady(List.of(9.0, 1.0, 0.99, 0.98, 1.0, 0.96, 1.0)));
        assertTrue(Stopwatch.isSteady(List.of(9.0, 1.0, 0.99, 0.98, 1.0, 0.98, 1.0)));
    }

    /** What comes in leaps has to stand still for longer, the longer it has taken. */
    @Test
    void afterALeapTheLastThirdDecides() {
        List<Double> windows = new ArrayList<>(Collections.nCopies(20, 1.0));
        windows.add(0.5);
        while (!Stopwatch.isSteady(windows)) {
            windows.add(0.5);
        }
        assertEquals(31, windows.size()); // the leap is no longer among the last ten
    }

    @Test
    void theLimitEndsWhatIsNeverSteady() {
        Stopwatch.Times times = new Stopwatch(0, 0, 3, 0).time(() -> {});
        assertFalse(times.warmUp().steady());
        assertTrue(times.min() <= times.median() && times.median() <= times.max());
    }
}
