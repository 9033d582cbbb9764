"""Times a job by the rule of org.cotangent.bench.Stopwatch, which says why: warm-up until it is steady, then samples."""
import time
from collections import namedtuple

WINDOW = 0.1  # seconds
NOTICEABLE = 0.03
LEAST_WINDOWS = 5

# median, min, max and first (the mean of the first second): seconds of one call; warm_up: its seconds; steady: or the time was up
Times = namedtuple("Times", "median min max warm_up steady first")


def is_steady(windows):
    """Whether the last third of the windows, five at least, has brought nothing better."""
    before = len(windows) - max(LEAST_WINDOWS, len(windows) // 3)
    return before > 0 and min(windows[before:]) >= (1 - NOTICEABLE) * min(windows[:before])


class Stopwatch:
    """finish waits for what was begun: on a device, calls return before their work is done."""

    def __init__(self, least=1.5, most=8.0, samples=9, sample=0.06, finish=lambda: None):
        self.least, self.most, self.samples, self.sample, self.finish = least, most, samples, sample, finish

    def repeat(self, job, least):
        """The seconds and the number of calls that fill some time; the queue is emptied now and then."""
        start = time.perf_counter()
        calls = 0
        while calls == 0 or time.perf_counter() - start < least:
            job()
            calls += 1
            if calls & (calls - 1) == 0:
                self.finish()
        self.finish()
        return time.perf_counter() - start, calls

    def time(self, job):
        windows, passed, all_calls, first = [], 0.0, 0, 0.0
        while not windows or passed < self.least or passed < self.most and not is_steady(windows):
            seconds, calls = self.repeat(job, WINDOW if windows else 0)
            if passed < 1:
                all_calls += calls
                first = (passed + seconds) / all_calls
            passed += seconds
            windows.append(seconds / calls)
        count = max(1, round(self.sample / windows[-1]))
        figures = []
        for _ in range(self.samples):
            start = time.perf_counter()
            for _ in range(count):
                job()
            self.finish()
            figures.append((time.perf_counter() - start) / count)
        figures.sort()
        return Times(figures[self.samples // 2], figures[0], figures[-1], passed, is_steady(windows), first)
