"""Nodes of the graph, as t.grad_fn gives them."""

from .._core import Node
