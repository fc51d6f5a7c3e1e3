#!/bin/bash
# The accuracy program on a sample of floats.
exec "$1" --stride=100003
