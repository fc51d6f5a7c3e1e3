"""Modules, their parameters, functions and initial values.

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.fc = nn.Linear(4, 2)
        def forward(self, x):
            return self.fc(x).relu()
"""

from . import functional as functional
from . import init as init
from . import utils as utils
from .module import Module as Module
from .modules import *
from .parameter import Buffer as Buffer
from .parameter import Parameter as Parameter
