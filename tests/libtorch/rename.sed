# What turns a program for libtorch into one for tessera.
s#<torch/torch\.h>#<tessera/tessera.h>#
s/\b(torch|at|c10)::/tessera::/g
s/\b(TORCH|AT)_/TESSERA_/g
