# What turns a program for libtorch into one for tessera: sed -E -i -f rename.sed *.cpp
s#<torch/torch\.h>#<tessera/tessera.h>#
s/\b(torch|at|c10)::/tessera::/g
s/\bnamespace (torch|at|c10)\b/namespace tessera/g
s/\b(TORCH|AT)_/TESSERA_/g
