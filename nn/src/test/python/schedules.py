"""Makes schedules.json: the learning rates, and momenta, of PyTorch's schedules.

Run with PyTorch 1.13: python3 schedules.py > ../resources/org/cotangent/nn/schedules.json
"""
import json
import sys
import warnings

import torch
from torch.optim.lr_scheduler import (ConstantLR, CosineAnnealingLR, CosineAnnealingWarmRestarts, CyclicLR,
                                      ExponentialLR, LambdaLR, LinearLR, MultiplicativeLR, MultiStepLR, OneCycleLR,
                                      PolynomialLR, ReduceLROnPlateau, SequentialLR, StepLR)

STEPS = 40
METRICS = [1.0, 0.9, 0.95, 0.9, 0.9, 0.89999, 0.8, 0.85, 0.85, 0.85, 0.85, 0.7, 0.7, 0.7, 0.7, 0.7, 0.6, 0.65, 0.65, 0.65]
ROWS = {
    "StepLR": lambda o: StepLR(o, 3, 0.5),
    "MultiStepLR": lambda o: MultiStepLR(o, [2, 5, 5, 9], 0.3),
    "ExponentialLR": lambda o: ExponentialLR(o, 0.9),
    "ConstantLR": lambda o: ConstantLR(o, 0.3, 4),
    "LinearLR": lambda o: LinearLR(o, 0.2, 0.9, 7),
    "PolynomialLR": lambda o: PolynomialLR(o, 9, 1.5),
    "LambdaLR": lambda o: LambdaLR(o, lambda t: 1 / (1 + t)),
    "MultiplicativeLR": lambda o: MultiplicativeLR(o, lambda t: 0.9 if t % 2 else 1.05),
    "CosineAnnealingLR": lambda o: CosineAnnealingLR(o, 7, 0.01),
    "CosineAnnealingWarmRestarts": lambda o: CosineAnnealingWarmRestarts(o, 3, 2, 0.01),
    "CyclicLR triangular": lambda o: CyclicLR(o, 0.01, 0.1, 4, 6),
    "CyclicLR triangular2": lambda o: CyclicLR(o, 0.01, 0.1, 5, mode="triangular2", base_momentum=0.7, max_momentum=0.95),
    "CyclicLR exp_range": lambda o: CyclicLR(o, 0.01, 0.1, 5, mode="exp_range", gamma=0.97, cycle_momentum=False),
    "OneCycleLR": lambda o: OneCycleLR(o, 0.5, STEPS + 1),
    "OneCycleLR three_phase": lambda o: OneCycleLR(o, 0.5, STEPS + 1, pct_start=0.25, three_phase=True, div_factor=10,
                                                   final_div_factor=100, base_momentum=0.8, max_momentum=0.9),
    "OneCycleLR linear": lambda o: OneCycleLR(o, 0.5, STEPS + 1, anneal_strategy="linear", cycle_momentum=False),
    "ReduceLROnPlateau": lambda o: ReduceLROnPlateau(o, patience=2),
    "ReduceLROnPlateau cooldown": lambda o: ReduceLROnPlateau(o, patience=1, factor=0.5, cooldown=2, min_lr=0.01),
    "ReduceLROnPlateau max": lambda o: ReduceLROnPlateau(o, mode="max", patience=3, threshold=0.1, threshold_mode="abs"),
    "SequentialLR": lambda o: SequentialLR(o, [ConstantLR(o, 0.1, 3), ExponentialLR(o, 0.9), CosineAnnealingLR(o, 6)],
                                           [4, 12]),
    "SequentialLR restarts": lambda o: SequentialLR(o, [LinearLR(o, 0.1, total_iters=5),
                                                        CosineAnnealingWarmRestarts(o, 4), StepLR(o, 3, 0.5)], [5, 17]),
    "SequentialLR others": lambda o: SequentialLR(o, [PolynomialLR(o, 5, 1), MultiStepLR(o, [0, 2], 0.5),
                                                      LambdaLR(o, lambda t: 0.9 ** t)], [3, 9]),
}


def main():
    warnings.simplefilter("ignore")
    rows = {}
    for name, make in ROWS.items():
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1, momentum=0.9)
        schedule = make(optimizer)
        group = optimizer.param_groups[0]
        rates = [group["lr"]]
        momenta = [group["momentum"]]
        for i in range(STEPS):
            if isinstance(schedule, ReduceLROnPlateau):
                schedule.step(METRICS[i % len(METRICS)])
            else:
                schedule.step()
            rates.append(group["lr"])
            momenta.append(group["momentum"])
        rows[name] = {"lr": rates, "momentum": momenta}
    json.dump({"metrics": METRICS, "rows": rows}, sys.stdout, indent=1)


main()
