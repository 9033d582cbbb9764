"""Makes initialisers.json: what PyTorch's initialisers draw.

Run with PyTorch 1.13: python3 initialisers.py > ../resources/org/cotangent/nn/initialisers.json
"""
import base64
import json
import sys

import torch
from torch.nn import init

ROWS = [
    ("uniform", (3, 5), lambda t: init.uniform_(t, -0.3, 0.7)),
    ("normal", (3, 5), lambda t: init.normal_(t, 0.5, 2)),
    ("normal of many", (6, 7), lambda t: init.normal_(t, 0.5, 2)),
    ("constant", (2, 3), lambda t: init.constant_(t, 0.25)),
    ("ones", (2, 3), init.ones_),
    ("zeros", (2, 3), init.zeros_),
    ("eye", (3, 4), init.eye_),
    ("dirac", (4, 2, 3), init.dirac_),
    ("dirac of groups", (6, 2, 3, 2), lambda t: init.dirac_(t, 3)),
    ("dirac of volumes", (2, 3, 3, 4, 5), init.dirac_),
    ("xavierUniform", (4, 2, 3), lambda t: init.xavier_uniform_(t, 5 / 3)),
    ("xavierNormal", (2, 3, 3, 3), init.xavier_normal_),
    ("kaimingUniform", (5, 3), lambda t: init.kaiming_uniform_(t, a=0.2)),
    ("kaimingNormal", (4, 2, 3), lambda t: init.kaiming_normal_(t, mode="fan_out", nonlinearity="relu")),
    ("truncNormal", (5, 3), lambda t: init.trunc_normal_(t, 1.0, 0.5, 0.2, 1.5)),
    ("sparse", (6, 4), lambda t: init.sparse_(t, 0.4)),
    ("orthogonal tall", (5, 3), init.orthogonal_),
    ("orthogonal wide", (3, 2, 4), lambda t: init.orthogonal_(t, 2.0)),
]


def array(t):
    a = t.detach().contiguous().numpy()
    return {"dtype": str(a.dtype), "shape": list(a.shape), "b64": base64.b64encode(a.tobytes()).decode()}


def main():
    torch.set_num_threads(1)
    runs = []
    for label, shape, fill in ROWS:
        for dtype in (torch.float32, torch.float64):
            torch.manual_seed(2021)
            t = torch.full(shape, 9.0, dtype=dtype)
            fill(t)
            runs.append({"row": label, "dtype": str(dtype)[6:], "out": array(t), "next": torch.rand(()).item()})
    json.dump({"runs": runs}, sys.stdout, indent=1)


main()
