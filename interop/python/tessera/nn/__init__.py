"""Modules, their parameters, functions and initial values.

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.fc = nn.Linear(4, 2)
        def forward(self, x):
            return self.fc(x).relu()
"""

from . import functional, init, utils
from .module import Module
from .modules import *
from .parameter import Buffer, Parameter
