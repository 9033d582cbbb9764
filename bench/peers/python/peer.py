"""PyTorch from Python on the workloads of bench/compare.

peer.py FILTER... [--threads N] [--peer NAME] [--warm SECONDS] [--most SECONDS] [--samples N]; or: peer.py first (one step of C2)
"""
import os
import sys
import time

import torch
from stopwatch import Stopwatch
from workloads import elementwise, product, spiral, step, training


def arguments(given):
    """The options, and the filter's parts."""
    options = {"--threads": "1", "--peer": "pytorch", "--warm": "3", "--most": "10", "--samples": "9"}
    parts = []
    rest = iter(given)
    for each in rest:
        if each in options:
            options[each] = next(rest)
        else:
            parts += each.split(",")
    return options, parts or [""]


def products():
    """As in Workloads.java."""
    listed = [product("nn", n, n, n) for n in (64, 128, 256, 512, 1024)]
    for m, k, n in ((200, 784, 500), (200, 500, 10), (216, 23589, 10)):
        listed += [product("nn", m, k, n), product("nt", m, n, k), product("tn", k, m, n)]
    listed += [product("nn", 512, 512, 512, True), product("nn", 1024, 1024, 1024, True), product("nn", 100, 100, 100)]
    listed += [product("nt", 1, 512, 512), product("nt", 128, 128, 2), product("nn", 32, 32, 32)]
    listed += [product("nn", 2048, 2048, 2048)]
    listed += [product(form, n, n, n) for n in (64, 256, 1024) for form in ("nt", "tn", "tt")]
    listed += [product("nt", 32, 512, 1), product("nn", 128, 128, 4), product("nn", 128, 2, 128), product("nn", 32, 1, 512)]
    return listed + [product(form, 512, 512, 512, True) for form in ("nt", "tn", "tt")]


def wanted(parts, name, group):
    return any(part in ("", group) or part not in ("A", "B", "C") and name.startswith(part) for part in parts)


def busy():
    """Seconds that all processes have computed."""
    with open("/proc/stat") as file:
        ticks = file.readline().split()
    return sum(int(ticks[i]) for i in (1, 2, 3, 6, 7)) / 100


def run(options, parts):
    threads, peer = int(options["--threads"]), options["--peer"]
    torch.set_num_threads(threads)
    capability = getattr(getattr(torch.backends, "cpu", None), "get_cpu_capability", lambda: "default")()
    print(f"# {peer}: PyTorch {torch.__version__}, kernels for {capability}, {torch.get_num_threads()} threads", file=sys.stderr)
    before, started, own = busy(), time.perf_counter(), time.process_time()
    stopwatch = Stopwatch(float(options["--warm"]), float(options["--most"]), int(options["--samples"]))
    plain = [each for each in products() if wanted(parts, each.name, "A")]
    plain += [each for each in elementwise((3, 5, 7)) if wanted(parts, each.name, "B")]
    steps = [each for each in training() if wanted(parts, each.name, "C")]
    begun = []
    for workload in plain + steps:
        with torch.set_grad_enabled(workload in steps):
            begun.append(stopwatch.begin(workload.make()))
    for workload, timing in zip(plain + steps, begun):
        with torch.set_grad_enabled(workload in steps):
            print(workload.report(timing.end(), peer, threads), flush=True)
    foreign = max(0.0, busy() - before - (time.process_time() - own)) / (time.perf_counter() - started)
    print(f"# {peer}: foreign load {foreign:.2f} cores", file=sys.stderr)


if __name__ == "__main__":
    if sys.argv[1:] == ["first"]:
        torch.set_num_threads(1)
        step(spiral())()
        os._exit(0)
    run(*arguments(sys.argv[1:]))
