"""Makes optimizer-steps.json: what PyTorch's optimizers do with given gradients, to the last bit.

Run with PyTorch 1.13: python3 optimizers.py > ../resources/org/cotangent/nn/optimizer-steps.json
"""
import base64
import json
import sys

import torch
from torch.optim import ASGD, LBFGS, SGD, Adadelta, Adagrad, Adam, Adamax, AdamW, NAdam, RAdam, RMSprop, Rprop

STEPS = 12
ROWS = [
    ("SGD", SGD, dict(lr=0.1)),
    ("SGD nesterov", SGD, dict(lr=0.1, momentum=0.9, weight_decay=0.01, nesterov=True)),
    ("Adam", Adam, dict()),
    ("Adam amsgrad", Adam, dict(lr=0.1, betas=(0.8, 0.9), eps=1e-3, weight_decay=0.1, amsgrad=True)),
    ("AdamW", AdamW, dict()),
    ("AdamW amsgrad", AdamW, dict(lr=0.1, betas=(0.8, 0.9), weight_decay=0.1, amsgrad=True, maximize=True)),
    ("Adamax", Adamax, dict()),
    ("Adamax decay", Adamax, dict(lr=0.1, betas=(0.8, 0.9), eps=1e-3, weight_decay=0.1, maximize=True)),
    ("NAdam", NAdam, dict()),
    ("NAdam decay", NAdam, dict(lr=0.1, betas=(0.8, 0.9), weight_decay=0.1, momentum_decay=0.1)),
    ("RAdam", RAdam, dict()),
    ("RAdam decay", RAdam, dict(lr=0.1, betas=(0.8, 0.9), eps=1e-3, weight_decay=0.1)),
    ("RMSprop", RMSprop, dict()),
    ("RMSprop centered", RMSprop, dict(lr=0.05, alpha=0.9, eps=1e-3, momentum=0.9, centered=True, weight_decay=0.1)),
    ("Adagrad", Adagrad, dict()),
    ("Adagrad decay", Adagrad, dict(lr=0.1, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.5, eps=1e-3)),
    ("Adadelta", Adadelta, dict()),
    ("Adadelta decay", Adadelta, dict(lr=0.5, rho=0.8, eps=1e-4, weight_decay=0.1, maximize=True)),
    ("ASGD", ASGD, dict()),
    ("ASGD average", ASGD, dict(lr=0.05, lambd=0.1, alpha=0.5, t0=4.0, weight_decay=0.1)),
    ("Rprop", Rprop, dict()),
    ("Rprop bounds", Rprop, dict(lr=0.05, etas=(0.4, 1.3), step_sizes=(0.01, 0.1), maximize=True)),
]


def array(t):
    a = t.detach().numpy()
    return {"dtype": str(a.dtype), "shape": list(a.shape), "b64": base64.b64encode(a.tobytes()).decode()}


def main():
    torch.set_num_threads(1)
    torch.manual_seed(2021)
    start = torch.randn(7)
    gradients = torch.randn(STEPS, 7)
    gradients[3, 2] = 0
    runs = []
    for label, kind, options in ROWS:
        for dtype in (torch.float32, torch.float64):
            p = torch.nn.Parameter(start.to(dtype).clone())
            optimizer = kind([p], **options)
            after = []
            for g in gradients.to(dtype):
                p.grad = g.clone()
                optimizer.step()
                after.append(p.detach().clone())
            state = {k: v.item() if torch.is_tensor(v) and v.dim() == 0 else v for k, v in optimizer.state[p].items()}
            runs.append({
                "row": label,
                "dtype": str(dtype)[6:],
                "text": repr(optimizer),
                "state": {k: array(v) if torch.is_tensor(v) else v for k, v in state.items() if v is not None},
                "parameters": array(torch.stack(after)),
            })
    json.dump({"start": array(start), "gradients": array(gradients), "runs": runs}, sys.stdout, indent=1)


main()
