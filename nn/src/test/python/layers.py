"""Writes layers.json: texts, initial parameters and outputs of PyTorch 1.13.1's modules.

/usr/bin/python3 layers.py > ../resources/org/cotangent/nn/layers.json
"""

import base64
import json

import torch
from torch import nn
from torch.nn import *  # noqa: F403 - the expressions below are evaluated


def array(t):
    t = t.detach().contiguous()
    return {
        "dtype": str(t.dtype).removeprefix("torch."),
        "shape": list(t.shape),
        "b64": base64.b64encode(t.numpy().tobytes()).decode(),
    }


TEXTS = """
ELU() | CELU(0.5) | SELU() | GELU() | GELU('tanh') | SiLU() | Mish() | ReLU6() | ReLU(inplace=True) | Hardtanh() | Hardsigmoid()
Hardswish() | Hardshrink() | Softshrink(0.3) | Tanhshrink() | Softplus() | Softplus(2, 10) | Softsign() | Softmin(1)
LogSigmoid() | GLU() | Threshold(0.1, 20) | PReLU() | PReLU(3)
Conv1d(2, 4, 3) | Conv2d(4, 8, (3, 5), stride=2, dilation=2, groups=2, bias=False) | Conv2d(1, 2, 3, padding='same')
Conv2d(1, 2, 3, padding=(1, 0)) | Conv3d(1, 2, 3) | ConvTranspose2d(3, 4, 2, stride=2)
ConvTranspose1d(2, 4, 3, stride=2, padding=1, output_padding=1)
MaxPool1d(2) | MaxPool2d(2) | MaxPool2d((2, 3), stride=1, padding=(1, 1)) | AvgPool1d(2) | AvgPool2d(2)
AvgPool2d((2, 1), ceil_mode=True) | AdaptiveAvgPool1d(3) | AdaptiveAvgPool2d((1, 1)) | AdaptiveAvgPool2d((5, None))
AdaptiveMaxPool1d(3) | AdaptiveMaxPool2d(3)
BatchNorm1d(5) | BatchNorm2d(3, momentum=None, affine=False) | InstanceNorm1d(3) | InstanceNorm2d(3, affine=True)
LayerNorm(7) | LayerNorm([3, 4], elementwise_affine=False) | GroupNorm(2, 4) | LocalResponseNorm(2)
Dropout1d(0.3) | Dropout2d() | Embedding(10, 3)
Embedding(4, 3, padding_idx=3, max_norm=1., norm_type=1., scale_grad_by_freq=True) | Bilinear(2, 3, 4)
RNN(3, 4) | RNN(3, 4, 2, nonlinearity='relu', dropout=.5, bias=False) | LSTM(3, 4, num_layers=2, batch_first=True)
GRU(3, 4, bidirectional=True) | RNNCell(3, 4, nonlinearity='relu') | GRUCell(3, 4, bias=False) | LSTMCell(2, 3)
MultiheadAttention(4, 2) | MultiheadAttention(4, 2, bias=False) | ModuleList() | ModuleDict()
ModuleList([Linear(2, 2), Tanh()]) | ModuleDict({'a': Linear(1, 1), 'b': ReLU()})
ParameterList([torch.zeros(2, 3)]) | ParameterList([torch.zeros(2, 3), torch.zeros(())])
L1Loss() | SmoothL1Loss() | HuberLoss() | NLLLoss() | BCELoss() | BCEWithLogitsLoss() | KLDivLoss() | PoissonNLLLoss()
GaussianNLLLoss() | HingeEmbeddingLoss() | CosineEmbeddingLoss() | MarginRankingLoss() | SoftMarginLoss() | MultiMarginLoss()
MultiLabelMarginLoss() | MultiLabelSoftMarginLoss() | TripletMarginLoss()
"""

STATES = """
Conv1d(2, 3, 3) | Conv2d(4, 6, (3, 2), groups=2, bias=False) | Conv3d(1, 2, 2) | ConvTranspose2d(2, 3, 2)
ConvTranspose1d(4, 6, 3, groups=2) | Embedding(5, 4) | Embedding(5, 4, padding_idx=1) | Bilinear(2, 3, 4) | RNN(3, 2)
GRU(3, 2, bidirectional=True) | LSTM(3, 2, num_layers=2, bias=False) | LSTMCell(3, 2) | GRUCell(3, 2)
RNNCell(3, 2, bias=False) | BatchNorm1d(3) | InstanceNorm2d(3, affine=True, track_running_stats=True) | GroupNorm(2, 4)
LayerNorm((2, 3)) | PReLU(2) | MultiheadAttention(4, 2)
"""

# What is printed is that of a module made after manual_seed(7), applied to randn of a shape.
OUTPUTS = {
    "Conv2d(2, 4, 3, stride=2, padding=1, groups=2)": (2, 2, 7, 6),
    "Conv1d(3, 4, 4, padding='same', dilation=2)": (2, 3, 9),
    "ConvTranspose2d(2, 4, (2, 3), stride=(2, 1), padding=1, output_padding=(1, 0))": (2, 2, 5, 4),
    "LSTM(3, 4, num_layers=2, batch_first=True, bidirectional=True)": (2, 5, 3),
    "GRU(3, 4, num_layers=2)": (5, 2, 3),
    "RNN(3, 4, nonlinearity='relu')": (5, 3),
    "LSTM(3, 4, num_layers=2, dropout=.5)": (5, 2, 3),
    "MultiheadAttention(6, 2)": (5, 2, 6),
    "MultiheadAttention(6, 3, batch_first=True)": (2, 5, 6),
    "BatchNorm2d(3)": (4, 3, 2, 2),
    "BatchNorm1d(3, momentum=None)": (4, 3),
    "InstanceNorm1d(3, affine=True, track_running_stats=True)": (2, 3, 5),
    "LayerNorm((4, 5))": (3, 4, 5),
    "GroupNorm(2, 4)": (3, 4, 5),
    "Dropout2d(.5)": (3, 4, 2, 2),
    "Dropout1d(.3)": (3, 4, 2),
    "Bilinear(3, 3, 2)": (4, 3),
    "PReLU(3)": (2, 3, 4),
    "AvgPool2d(3, stride=2, padding=1)": (1, 2, 7, 7),
    "MaxPool2d(3, stride=2, padding=1)": (1, 2, 7, 7),
    "AdaptiveAvgPool2d((3, 4))": (1, 2, 7, 7),
    "AdaptiveMaxPool2d((3, 4))": (1, 2, 7, 7),
}


def expressions(lines):
    return [e.strip() for line in lines.strip().split("\n") for e in line.split(" | ")]


def outputs(expression, shape):
    torch.manual_seed(7)
    module = eval(expression)
    x = torch.randn(shape)
    args = (x, x, x) if isinstance(module, nn.MultiheadAttention) else (x, x) if isinstance(module, nn.Bilinear) else (x,)
    found = module(*args)
    flat = []
    for each in found if isinstance(found, tuple) else (found,):
        flat += each if isinstance(each, tuple) else [each]
    flat += list(module.buffers())
    module.eval()
    again = module(*args)
    flat.append(again[0] if isinstance(again, tuple) else again)
    return [array(each) for each in flat]


def state(expression):
    torch.manual_seed(2021)
    module = eval(expression)
    named = {name: array(value) for name, value in module.state_dict().items()}
    return {"state": named, "next_rand": torch.rand(()).item()}


torch.set_num_threads(1)
print(json.dumps(
    {
        "texts": {e: str(eval(e)) for e in expressions(TEXTS)},
        "states": {e: state(e) for e in expressions(STATES)},
        "outputs": {e: outputs(e, shape) for e, shape in OUTPUTS.items()},
    },
    indent=0,
))
