"""PyTorch from Python on the workloads of bench/compare.

peer.py FILTER... [--threads N] [--peer NAME] [--warm SECONDS] [--samples N]; or: peer.py first (one step of C2)
"""
import os
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


def arguments(given):
    """The options, and the filter's parts."""
    options = {"--threads": "1", "--peer": "pytorch", "--warm": "0.4", "--samples": "9"}
    parts = []
    rest = iter(given)
    for each in rest:
        if each in options:
            options[each] = next(rest)
        else:
            parts += each.split(",")
    return options, parts or [""]


OPTIONS, PARTS = arguments(sys.argv[1:])
THREADS = int(OPTIONS["--threads"])
WARM = float(OPTIONS["--warm"])
SAMPLES = int(OPTIONS["--samples"])
SQUARES = [64, 128, 256, 512, 1024]
LAYERS = [(200, 784, 500), (200, 500, 10), (216, 23589, 10)]


def products():
    """As in Workloads.java: (form, m, k, n, float64); the first twenty are the quick ones."""
    listed = [("nn", n, n, n, False) for n in SQUARES]
    for m, k, n in LAYERS:
        listed += [("nn", m, k, n, False), ("nt", m, n, k, False), ("tn", k, m, n, False)]
    listed += [("nn", 512, 512, 512, True), ("nn", 1024, 1024, 1024, True), ("nn", 100, 100, 100, False)]
    listed += [("nt", 1, 512, 512, False), ("nt", 128, 128, 2, False), ("nn", 32, 32, 32, False)]
    listed += [("nn", 2048, 2048, 2048, False)]
    listed += [(form, n, n, n, False) for n in (64, 256, 1024) for form in ("nt", "tn", "tt")]
    listed += [("nt", 32, 512, 1, False), ("nn", 128, 128, 4, False), ("nn", 128, 2, 128, False), ("nn", 32, 1, 512, False)]
    return listed + [(form, 512, 512, 512, True) for form in ("nt", "tn", "tt")]


def wanted(name, group, quick):
    for part in PARTS:
        if part in ("", group) or part == "quick" and quick or part not in ("A", "B", "C") and part and name.startswith(part):
            return True
    return False


def measure(name, unit, figure, call):
    """Warm-up, then samples of at least 60 ms; figure turns seconds into the unit."""
    call()
    start = time.perf_counter()
    calls = 0
    while calls == 0 or time.perf_counter() - start < WARM:
        call()
        calls += 1
    count = max(1, round(0.06 * calls / (time.perf_counter() - start)))
    values = []
    for _ in range(SAMPLES):
        start = time.perf_counter()
        for _ in range(count):
            call()
        values.append(figure((time.perf_counter() - start) / count))
    values.sort()
    middle = values[len(values) // 2]
    print(f"{name},{OPTIONS['--peer']},{THREADS},{middle:.4g},{values[0]:.4g},{values[-1]:.4g},{unit}", flush=True)


def matrix(rows, columns, transposed, wide):
    kind = torch.float64 if wide else torch.float32
    return torch.rand(columns, rows, dtype=kind).t() if transposed else torch.rand(rows, columns, dtype=kind)


def run_products():
    for place, (form, m, k, n, wide) in enumerate(products()):
        name = f"gemm_{'f64' if wide else 'f32'}_{form}_{m}x{k}x{n}"
        if wanted(name, "A", place < 20):
            a = matrix(m, k, form[0] == "t", wide)
            b = matrix(k, n, form[1] == "t", wide)
            measure(name, "GFLOP/s", lambda s: 2e-9 * m * k * n / s, lambda: torch.mm(a, b))


def run_elementwise():
    with torch.no_grad():
        for power in (3, 5, 7):
            size = 10**power
            x, y = torch.randn(size), torch.randn(size)
            calls = {
                "add": lambda: x + y,
                "mul": lambda: x * y,
                "relu": lambda: torch.relu(x),
                "exp": lambda: torch.exp(x),
                "tanh": lambda: torch.tanh(x),
                "sigmoid": lambda: torch.sigmoid(x),
                "sum": lambda: x.sum(),
            }
            for operation, call in calls.items():
                name = f"{operation}_1e{power}"
                if wanted(name, "B", False):
                    measure(name, "ns/elem", lambda s: s * 1e9 / size, call)
        square = torch.randn(1024, 1024)
        calls = {
            "sumlast": lambda: square.sum(-1),
            "sumfirst": lambda: square.sum(0),
            "softmax": lambda: torch.softmax(square, -1),
        }
        for operation, call in calls.items():
            name = f"{operation}_1024x1024"
            if wanted(name, "B", False):
                measure(name, "ns/elem", lambda s: s * 1e9 / 2**20, call)


def step(net, x, target, loss, optimizer):
    def call():
        optimizer.zero_grad()
        loss(net(x), target).backward()
        optimizer.step()

    return call


def labels(count, classes):
    return torch.arange(count) * 7 % classes


def sgd(net, rate, momentum=0.0):
    return torch.optim.SGD(net.parameters(), lr=rate, momentum=momentum)


def c1():
    net = nn.Sequential(nn.Linear(1, 512), nn.Tanh(), nn.Linear(512, 1))
    return step(net, torch.randn(32, 1), torch.randn(32, 1), nn.MSELoss(), sgd(net, 3e-3, 0.9))


def c2():
    net = nn.Sequential(nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 4))
    adam = torch.optim.Adam(net.parameters(), lr=1e-3)
    return step(net, torch.randn(128, 2), labels(128, 4), nn.CrossEntropyLoss(), adam)


def c3():
    net = nn.Sequential(nn.Linear(784, 500), nn.Sigmoid(), nn.Linear(500, 10), nn.Sigmoid())
    target = F.one_hot(labels(200, 10), 10).float()
    return step(net, torch.rand(200, 784), target, nn.MSELoss(), sgd(net, 0.1))


def c4():
    net = nn.Sequential(nn.Linear(23589, 10), nn.ReLU(), nn.Linear(10, 1))
    return step(net, torch.rand(216, 23589), torch.rand(216, 1), nn.MSELoss(), sgd(net, 1e-4))


def c5():
    start, a, b = (torch.tensor(value, requires_grad=True) for value in (1.0, 0.999, 0.001))

    def call():
        start.grad = a.grad = b.grad = None
        x = start
        for _ in range(500):
            x = x * a
            x = x + b
        x.backward()

    return call


def c6():
    layers = []
    for _ in range(10):
        layers += [nn.Linear(1024, 1024), nn.ReLU()]
    net = nn.Sequential(*layers)
    adam = torch.optim.Adam(net.parameters(), lr=1e-3)
    return step(net, torch.randn(512, 1024), labels(512, 1024), nn.CrossEntropyLoss(), adam)


def c7():
    net = nn.Sequential(
        nn.Conv2d(1, 8, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(256, 10)
    )
    return step(net, torch.randn(64, 1, 28, 28), labels(64, 10), nn.CrossEntropyLoss(), sgd(net, 0.01))


def run_steps():
    named = {"C1_widenet": c1, "C2_spiral": c2, "C3_mnist": c3, "C4_decoder": c4, "C5_scalar_chain": c5, "C6_deep": c6, "C7_lenet": c7}
    for name, make in named.items():
        if wanted(name, "C", True):
            measure(name, "ns/op" if name.startswith("C5") else "us/step", lambda s: s * 1e6, make())


def busy():
    """Seconds that all processes have computed."""
    with open("/proc/stat") as file:
        ticks = file.readline().split()
    return sum(int(ticks[i]) for i in (1, 2, 3, 6, 7)) / 100


if __name__ == "__main__":
    torch.set_num_threads(THREADS)
    if PARTS == ["first"]:
        c2()()
        os._exit(0)
    kernels = getattr(torch.backends.cpu, "get_cpu_capability", lambda: "default")() if hasattr(torch.backends, "cpu") else "default"
    print(f"# {OPTIONS['--peer']}: PyTorch {torch.__version__}, kernels for {kernels}, {torch.get_num_threads()} threads", file=sys.stderr)
    before, started = busy(), time.perf_counter()
    own = time.process_time()
    run_products()
    run_elementwise()
    run_steps()
    foreign = max(0.0, busy() - before - (time.process_time() - own)) / (time.perf_counter() - started)
    print(f"# {OPTIONS['--peer']}: foreign load {foreign:.2f} cores", file=sys.stderr)
