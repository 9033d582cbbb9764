"""Writes operator cases from your own PyTorch, for `experiments/cotangent verify cases.json`.

Edit CASES, then run: python3 cases.py > cases.json

A case is an operator's name, a function that calls it, and its arguments. Tensors among the arguments (also inside of
lists and tuples) are inputs; a floating tensor gets a gradient if it requires one. The name is PyTorch's: `torch.X` is
"X", `torch.nn.functional.X` is "F.X", a method of a tensor is "T.X".
"""
import base64
import json
import math
import sys

import torch
import torch.nn.functional as F


def leaf(*shape):
    return torch.randn(*shape).requires_grad_()


def cases():
    """Yields (name, function, arguments, keyword arguments)."""
    yield "tanh", torch.tanh, [leaf(3, 4)], {}
    yield "lerp", torch.lerp, [leaf(3), leaf(2, 3), 0.3], {}
    yield "F.cross_entropy", F.cross_entropy, [leaf(5, 4), torch.tensor([0, 3, 1, 1, 2])], {"label_smoothing": 0.1}
    yield "T.flip", torch.Tensor.flip, [leaf(2, 3), (0, 1)], {}
    yield "cat", torch.cat, [[leaf(2, 3), leaf(1, 3)]], {"dim": 0}


def array(t):
    a = torch.clone(t.detach()).contiguous().numpy()  # clone: also a tensor without memory becomes numbers
    return {"dtype": str(a.dtype), "shape": list(a.shape), "b64": base64.b64encode(a.tobytes()).decode()}


def encoded(value, tensors):
    """An argument as JSON; tensors are put aside and become {"$t": number}."""
    if isinstance(value, torch.Tensor):
        tensors.append(value)
        return {"$t": len(tensors) - 1}
    if isinstance(value, tuple):
        return {"$tuple": [encoded(v, tensors) for v in value]}
    if isinstance(value, list):
        return [encoded(v, tensors) for v in value]
    if isinstance(value, slice):
        return {"$slice": [value.start, value.stop, value.step]}
    if isinstance(value, float) and not math.isfinite(value):
        return {"$f": str(value)}
    return value


def decoded(value, tensors):
    if isinstance(value, dict):
        key, inner = next(iter(value.items()))
        return {"$t": lambda: tensors[inner],
                "$tuple": lambda: tuple(decoded(v, tensors) for v in inner),
                "$slice": lambda: slice(*inner),
                "$f": lambda: float(inner)}[key]()
    return [decoded(v, tensors) for v in value] if isinstance(value, list) else value


def numbered(items):
    return {str(i): None if t is None else array(t) for i, t in items}


def derived(outputs, inputs, seeds, create_graph=False):
    """Gradients, None where an input has no part in the outputs."""
    if not outputs or not any(o.requires_grad for o in outputs):
        return [None] * len(inputs)
    return torch.autograd.grad(outputs, inputs, seeds, create_graph=create_graph, allow_unused=True)


def computed(function, args, kwargs, given, dtype, cot, direction):
    """Runs a case in one precision: outputs, gradients, and in float64 the double backward and the derivative J v."""
    tensors = [t.detach().to(dtype).requires_grad_(t.requires_grad) if t.is_floating_point() else t for t in given]
    out = function(*decoded(args, tensors), **{k: decoded(v, tensors) for k, v in kwargs.items()})
    out = [out] if isinstance(out, torch.Tensor) else list(out)
    result = {"out": [array(o) for o in out]}
    inputs = [(i, t) for i, t in enumerate(tensors) if t.requires_grad]
    if not inputs:
        return result
    used = [k for k, o in enumerate(out) if o.requires_grad]
    for k in used:
        cot.setdefault(k, torch.randn(out[k].shape))
    seeds = [cot[k].to(dtype).requires_grad_() for k in used]
    leaves = [t for _, t in inputs]
    grads = derived([out[k] for k in used], leaves, seeds, create_graph=True)
    result["grads"] = numbered((i, g) for (i, _), g in zip(inputs, grads))
    if dtype == torch.float64:
        for i, t in inputs:
            direction.setdefault(i, torch.randn(t.shape))
        total = [(g * direction[i].double()).sum() for (i, _), g in zip(inputs, grads) if g is not None]
        second = derived([sum(total)] if total else [], leaves + seeds, None)
        result["gg_inputs"] = numbered(zip((i for i, _ in inputs), second))
        result["gg_cot"] = numbered(zip(used, second[len(leaves):]))
    return result


def case(number, name, function, args, kwargs):
    given = []
    args = [encoded(a, given) for a in args]
    kwargs = {k: encoded(v, given) for k, v in kwargs.items()}
    cot, direction = {}, {}
    f64 = computed(function, args, kwargs, given, torch.float64, cot, direction)
    f32 = computed(function, args, kwargs, given, torch.float32, cot, direction)
    return {
        "id": f"{name}#{number}", "op": name, "src": "own", "args": args, "kwargs": kwargs,
        "tensors": [dict(array(t), grad=int(t.requires_grad)) for t in given],
        "cot": {str(k): array(v) for k, v in cot.items()},
        "gg_v": {str(i): array(v) for i, v in direction.items()},
        "f64": f64, "f32": f32,
    }


if __name__ == "__main__":
    torch.manual_seed(0)
    json.dump({"cases": [case(i, *c) for i, c in enumerate(cases())]}, sys.stdout, allow_nan=False)
