"""Times on a card with PyTorch what org.cotangent.bench.Gpu times with ours: eager, float32 products without TF32.

usage: gpu-torch.py FILE.csv
"""
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False
torch.manual_seed(0)
DEVICE = torch.device("cuda", 0)
PEER = "torch-" + torch.__version__
WARM, SAMPLES, SAMPLE = 1.0, 9, 0.06


def repeat(job, least):
    """Seconds of one call, over as many as fill some time; the queue is emptied now and then."""
    torch.cuda.synchronize()
    start = time.perf_counter()
    calls = 0
    while calls == 0 or time.perf_counter() - start < least:
        job()
        calls += 1
        if calls & (calls - 1) == 0:
            torch.cuda.synchronize()
    torch.cuda.synchronize()
    return (time.perf_counter() - start) / calls


def measure(out, workload, unit, amount, job):
    """amount: how much one call does; GFLOP/s are a rate, the others a time."""
    repeat(job, WARM)
    calls = max(1, round(SAMPLE / repeat(job, SAMPLE)))
    figures = []
    for _ in range(SAMPLES):
        start = time.perf_counter()
        for _ in range(calls):
            job()
        torch.cuda.synchronize()
        seconds = (time.perf_counter() - start) / calls
        figures.append(amount * 1e-9 / seconds if unit == "GFLOP/s" else seconds * (1e6 if unit == "us/step" else 1e9) / amount)
    figures.sort()
    line = f"{workload},{PEER},1,{figures[SAMPLES // 2]:.4g},{figures[0]:.4g},{figures[-1]:.4g},{unit}"
    print(line, flush=True)
    out.write(line + "\n")
    out.flush()


def product(out, form, m, k, n, wide=False):
    dtype = torch.float64 if wide else torch.float32
    a = torch.rand(k, m, dtype=dtype, device=DEVICE).t() if form[0] == "t" else torch.rand(m, k, dtype=dtype, device=DEVICE)
    b = torch.rand(n, k, dtype=dtype, device=DEVICE).t() if form[1] == "t" else torch.rand(k, n, dtype=dtype, device=DEVICE)
    name = f"gemm_{'f64' if wide else 'f32'}_{form}_{m}x{k}x{n}"
    measure(out, name, "GFLOP/s", 2.0 * m * k * n, lambda: torch.mm(a, b))


def elementwise(out, name, size):
    x = torch.randn(size, device=DEVICE)
    y = torch.randn(size, device=DEVICE)
    jobs = {
        "add": lambda: x + y,
        "mul": lambda: x * y,
        "relu": lambda: torch.relu(x),
        "exp": lambda: torch.exp(x),
        "tanh": lambda: torch.tanh(x),
        "sigmoid": lambda: torch.sigmoid(x),
        "sum": lambda: x.sum(),
    }
    for operation, job in jobs.items():
        measure(out, f"{operation}_{name}", "ns/elem", size, job)


def rowwise(out):
    x = torch.randn(1024, 1024, device=DEVICE)
    for operation, job in (
        ("sumlast", lambda: x.sum(1)),
        ("sumfirst", lambda: x.sum(0)),
        ("softmax", lambda: torch.softmax(x, 1)),
    ):
        measure(out, operation + "_1024x1024", "ns/elem", 1024 * 1024, job)


def step(net, inputs, targets, criterion, optimizer):
    net = net.to(DEVICE)
    inputs, targets = inputs.to(DEVICE), targets.to(DEVICE)
    optimizer = optimizer(net.parameters())

    def job():
        optimizer.zero_grad()
        loss = criterion(net(inputs), targets)
        loss.backward()
        optimizer.step()

    return job


def classes(count, number):
    return torch.arange(count) * 7 % number


def training(out):
    sgd = lambda lr, momentum=0.0: lambda parameters: torch.optim.SGD(parameters, lr=lr, momentum=momentum)
    adam = lambda parameters: torch.optim.Adam(parameters, lr=1e-3)
    deep = [layer for _ in range(10) for layer in (nn.Linear(1024, 1024), nn.ReLU())]
    lenet = nn.Sequential(
        nn.Conv2d(1, 8, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(256, 10))
    steps = {
        "C1_widenet": lambda: step(
            nn.Sequential(nn.Linear(1, 512), nn.Tanh(), nn.Linear(512, 1)), torch.randn(32, 1), torch.randn(32, 1), nn.MSELoss(),
            sgd(3e-3, 0.9)),
        "C2_spiral": lambda: step(
            nn.Sequential(nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 4)), torch.randn(128, 2), classes(128, 4),
            nn.CrossEntropyLoss(), adam),
        "C3_mnist": lambda: step(
            nn.Sequential(nn.Linear(784, 500), nn.Sigmoid(), nn.Linear(500, 10), nn.Sigmoid()), torch.rand(200, 784),
            F.one_hot(classes(200, 10), 10).float(), nn.MSELoss(), sgd(0.1)),
        "C4_decoder": lambda: step(
            nn.Sequential(nn.Linear(23589, 10), nn.ReLU(), nn.Linear(10, 1)), torch.rand(216, 23589), torch.rand(216, 1),
            nn.MSELoss(), sgd(1e-4)),
        "C6_deep": lambda: step(
            nn.Sequential(*deep), torch.randn(512, 1024), classes(512, 1024), nn.CrossEntropyLoss(), adam),
        "C7_lenet": lambda: step(lenet, torch.randn(64, 1, 28, 28), classes(64, 10), nn.CrossEntropyLoss(), sgd(0.01)),
    }
    for name, make in steps.items():
        measure(out, name, "us/step", 1, make())
    leaves = [torch.tensor(value, device=DEVICE, requires_grad=True) for value in (1.0, 0.999, 1e-3)]

    def chain():
        for leaf in leaves:
            leaf.grad = None
        y, a, b = leaves
        for _ in range(500):
            y = y * a + b
        y.backward()

    measure(out, "C5_scalar_chain", "ns/op", 1000, chain)


def main():
    with open(sys.argv[1], "w") as out:
        out.write("workload,peer,threads,median,min,max,unit\n")
        for n in (4096, 1024, 256):
            product(out, "nn", n, n, n)
        product(out, "nt", 1024, 1024, 1024)
        product(out, "tn", 1024, 1024, 1024)
        product(out, "nn", 2048, 2048, 2048, wide=True)
        with torch.no_grad():
            for name, size in (("1e8", 100_000_000), ("1e6", 1_000_000), ("1e3", 1_000)):
                elementwise(out, name, size)
            rowwise(out)
        training(out)


main()
