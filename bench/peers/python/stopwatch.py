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

    def __init__(self, least=3.0, most=10.0, samples=9, sample=0.06, finish=lambda: None):
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
        return self.begin(job).end()

    def begin(self, job):
        """The first half of the least warm-up. All jobs of a process begin before the first ends."""
        timing = Timing(self, job)
        timing.add(0)
        timing.warm_up(self.least / 2)
        return timing


class Timing:
    """A job that has begun to warm up."""

    def __init__(self, stopwatch, job):
        self.stopwatch, self.job = stopwatch, job
        self.windows, self.passed, self.calls, self.first = [], 0.0, 0, 0.0

    def add(self, least):
        seconds, calls = self.stopwatch.repeat(self.job, least)
        if self.passed < 1:
            self.calls += calls
            self.first = (self.passed + seconds) / self.calls
        self.passed += seconds
        self.windows.append(seconds / calls)

    def warm_up(self, enough):
        while self.passed < enough:
            self.add(WINDOW)

    def end(self):
        watch = self.stopwatch
        self.add(WINDOW)  # another job may have run since
        self.warm_up(watch.least)
        while self.passed < watch.most and not is_steady(self.windows):
            self.add(WINDOW)
        count = max(1, round(watch.sample / self.windows[-1]))
        figures = []
        for _ in range(watch.samples):
            start = time.perf_counter()
            for _ in range(count):
                self.job()
            watch.finish()
            figures.append((time.perf_counter() - start) / count)
        figures.sort()
        return Times(figures[watch.samples // 2], figures[0], figures[-1], self.passed, is_steady(self.windows), self.first)
