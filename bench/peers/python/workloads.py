"""What is timed, with PyTorch, on the CPU or a card: the workloads of org.cotangent.bench.Workload, by the same names."""
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F


class Workload:
    """amount: how much one call does; GFLOP/s are a rate of it, the others a time for one. make() prepares a call."""

    def __init__(self, name, unit, amount, make):
        self.name, self.unit, self.amount, self.make = name, unit, amount, make

    def figure(self, seconds):
        if self.unit == "GFLOP/s":
            return self.amount * 1e-9 / seconds
        return seconds * (1e6 if self.unit == "us/step" else 1e9) / self.amount

    def run(self, stopwatch, peer, threads):
        return self.report(stopwatch.time(self.make()), peer, threads)

    def report(self, times, peer, threads):
        """Prints how the warm-up went on standard error, and returns workload,peer,threads,median,min,max,unit."""
        low, high = sorted((self.figure(times.min), self.figure(times.max)))
        print(
            f"# {self.name}: {'' if times.steady else 'not '}steady after {times.warm_up:.1f} s, "
            f"{self.figure(times.first):.4g} {self.unit} in the first second",
            file=sys.stderr, flush=True)
        return f"{self.name},{peer},{threads},{self.figure(times.median):.4g},{low:.4g},{high:.4g},{self.unit}"


def product(form, m, k, n, wide=False, device="cpu"):
    """[m, k] x [k, n]; form: n or t for each factor, as it is stored or the transpose of what is stored."""

    def matrix(rows, columns, transposed):
        kind = {"dtype": torch.float64 if wide else torch.float32, "device": device}
        return torch.rand(columns, rows, **kind).t() if transposed else torch.rand(rows, columns, **kind)

    def make():
        a, b = matrix(m, k, form[0] == "t"), matrix(k, n, form[1] == "t")
        return lambda: torch.mm(a, b)

    return Workload(f"gemm_{'f64' if wide else 'f32'}_{form}_{m}x{k}x{n}", "GFLOP/s", 2.0 * m * k * n, make)


UNARY = {"relu": torch.relu, "exp": torch.exp, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "sum": torch.sum}
BINARY = {"add": torch.add, "mul": torch.mul}
ROWWISE = {
    "sumlast": lambda x: x.sum(1),
    "sumfirst": lambda x: x.sum(0),
    "softmax": lambda x: torch.softmax(x, 1),
}


def elementwise(powers, device="cpu"):
    """On vectors of 10 to each of the powers, and along the rows of a matrix; to be called without gradients."""

    def call(function, operands, *sizes):
        def make():
            drawn = [torch.randn(*sizes, device=device) for _ in range(operands)]
            return lambda: function(*drawn)

        return make

    listed = []
    for power in powers:
        size = 10**power
        for functions, operands in ((BINARY, 2), (UNARY, 1)):
            for name, function in functions.items():
                listed.append(Workload(f"{name}_1e{power}", "ns/elem", size, call(function, operands, size)))
    for name, function in ROWWISE.items():
        listed.append(Workload(f"{name}_1024x1024", "ns/elem", 2**20, call(function, 1, 1024, 1024)))
    return listed


def labels(count, classes):
    return torch.arange(count) * 7 % classes


def sgd(rate, momentum=0.0):
    return lambda parameters: torch.optim.SGD(parameters, lr=rate, momentum=momentum)


def adam(parameters):
    return torch.optim.Adam(parameters, lr=1e-3)


def widenet():
    net = nn.Sequential(nn.Linear(1, 512), nn.Tanh(), nn.Linear(512, 1))
    return net, torch.randn(32, 1), torch.randn(32, 1), nn.MSELoss(), sgd(3e-3, 0.9)


def spiral():
    net = nn.Sequential(nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 4))
    return net, torch.randn(128, 2), labels(128, 4), nn.CrossEntropyLoss(), adam


def mnist():
    net = nn.Sequential(nn.Linear(784, 500), nn.Sigmoid(), nn.Linear(500, 10), nn.Sigmoid())
    return net, torch.rand(200, 784), F.one_hot(labels(200, 10), 10).float(), nn.MSELoss(), sgd(0.1)


def decoder():
    net = nn.Sequential(nn.Linear(23589, 10), nn.ReLU(), nn.Linear(10, 1))
    return net, torch.rand(216, 23589), torch.rand(216, 1), nn.MSELoss(), sgd(1e-4)


def deep():
    net = nn.Sequential(*[layer for _ in range(10) for layer in (nn.Linear(1024, 1024), nn.ReLU())])
    return net, torch.randn(512, 1024), labels(512, 1024), nn.CrossEntropyLoss(), adam


def lenet():
    net = nn.Sequential(
        nn.Conv2d(1, 8, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(256, 10))
    return net, torch.randn(64, 1, 28, 28), labels(64, 10), nn.CrossEntropyLoss(), sgd(0.01)


def step(parts, device="cpu"):
    """zero_grad, forward, loss, backward, optimizer."""
    net, inputs, targets, criterion, make_optimizer = parts
    net, inputs, targets = net.to(device), inputs.to(device), targets.to(device)
    optimizer = make_optimizer(net.parameters())

    def call():
        optimizer.zero_grad()
        criterion(net(inputs), targets).backward()
        optimizer.step()

    return call


def scalar_chain(device="cpu"):
    leaves = [torch.tensor(value, device=device, requires_grad=True) for value in (1.0, 0.999, 1e-3)]

    def call():
        for leaf in leaves:
            leaf.grad = None
        x, a, b = leaves
        for _ in range(500):
            x = x * a
            x = x + b
        x.backward()

    return call


def training(device="cpu"):
    nets = {"C1_widenet": widenet, "C2_spiral": spiral, "C3_mnist": mnist, "C4_decoder": decoder, "C6_deep": deep, "C7_lenet": lenet}
    listed = [Workload(name, "us/step", 1, lambda parts=parts: step(parts(), device)) for name, parts in nets.items()]
    listed.insert(4, Workload("C5_scalar_chain", "ns/op", 1000, lambda: scalar_chain(device)))
    return listed
