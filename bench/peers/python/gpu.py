"""Times on a card with PyTorch what org.cotangent.bench.Gpu times with ours: eager, float32 products without TF32.

usage: gpu.py FILE.csv
"""
import sys

import torch
from stopwatch import Stopwatch
from workloads import elementwise, product, training


def workloads(device):
    squares = [product("nn", n, n, n, device=device) for n in (4096, 1024, 256)]
    transposed = [product(form, 1024, 1024, 1024, device=device) for form in ("nt", "tn")]
    return squares + transposed + [product("nn", 2048, 2048, 2048, wide=True, device=device)] + elementwise((8, 6, 3), device)


def main():
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.manual_seed(0)
    device = torch.device("cuda", 0)
    stopwatch = Stopwatch(finish=torch.cuda.synchronize)
    with open(sys.argv[1], "w") as out:

        def say(line):
            print(line, flush=True)
            print(line, file=out, flush=True)  # what was measured stays, whatever comes next

        print("workload,peer,threads,median,min,max,unit", file=out)
        with torch.no_grad():
            for workload in workloads(device):
                say(workload.run(stopwatch, "torch-" + torch.__version__, 1))
        for workload in training(device):
            say(workload.run(stopwatch, "torch-" + torch.__version__, 1))


main()
