// Made by tensor/ops/generate.py from tensor/ops/*.toml; do not edit.
#include "tessera/tensor/ops/op.h"

#include "tessera/tensor/ops/grad_table.h"

namespace tessera {
namespace {

constexpr OpRow kRows[] = {
    {"copy", "copy", "E", "i", "self,src", 0x7fff, PlanKind::kElementwise, ResultRule::kSame, false},
    {"clone", "copy", "E", "fm", "self", 0x7fff, PlanKind::kElementwise, ResultRule::kSame, false},
    {"_to_copy", "copy", "E", "f", "self", 0x7fff, PlanKind::kElementwise, ResultRule::kGiven, false},
    {"fill", "copy", "E", "fmi", "self,value", 0x7fff, PlanKind::kElementwise, ResultRule::kSame, false},
    {"zero", "copy", "E", "mi", "self", 0x7fff, PlanKind::kElementwise, ResultRule::kSame, false},
    {"cat", "copy", "E", "fo", "tensors", 0x7fff, PlanKind::kElementwise, ResultRule::kPromote, false},
    {"stack", "copy", "E", "fo", "tensors", 0x7fff, PlanKind::kNone, ResultRule::kPromote, true},
    {"empty", "factory", "E", "f", "", 0x7fff, PlanKind::kNone, ResultRule::kDtype, false},
    {"empty_strided", "factory", "E", "f", "", 0x7fff, PlanKind::kNone, ResultRule::kDtype, false},
    {"zeros", "factory", "E", "f", "", 0x7fff, PlanKind::kNone, ResultRule::kDtype, false},
    {"ones", "factory", "E", "f", "", 0x7fff, PlanKind::kNone, ResultRule::kDtype, false},
    {"full", "factory", "E", "f", "", 0x7fff, PlanKind::kNone, ResultRule::kDtype, false},
    {"empty_like", "factory", "E", "f", "", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"zeros_like", "factory", "E", "f", "", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"ones_like", "factory", "E", "f", "", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"full_like", "factory", "E", "f", "", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"new_empty", "factory", "E", "m", "", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"new_zeros", "factory", "E", "m", "", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"new_ones", "factory", "E", "m", "", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"new_full", "factory", "E", "m", "", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"arange", "factory", "E", "f", "", 0x1ffe, PlanKind::kElementwise, ResultRule::kDtype, false},
    {"linspace", "factory", "E", "f", "", 0x7ffe, PlanKind::kElementwise, ResultRule::kDtype, false},
    {"eye", "factory", "E", "f", "", 0x7fff, PlanKind::kNone, ResultRule::kDtype, false},
    {"scalar_tensor", "factory", "E", "f", "", 0x7fff, PlanKind::kNone, ResultRule::kDtype, false},
    {"matmul", "matmul", "M", "fmo", "self,other", 0x7ffe, PlanKind::kMatmul, ResultRule::kSame, false},
    {"mm", "matmul", "M", "fmo", "self,mat2", 0x7ffe, PlanKind::kMatmul, ResultRule::kSame, false},
    {"bmm", "matmul", "M", "fmo", "self,mat2", 0x7ffe, PlanKind::kMatmul, ResultRule::kSame, false},
    {"mv", "matmul", "M", "fmo", "self,vec", 0x7ffe, PlanKind::kMatmul, ResultRule::kSame, false},
    {"dot", "matmul", "M", "fmo", "self,tensor", 0x7ffe, PlanKind::kMatmul, ResultRule::kSame, false},
    {"linear", "matmul", "M", "f", "input,weight,bias", 0x7ffe, PlanKind::kMatmul, ResultRule::kSame, false},
    {"detach", "view", "E", "fm", "", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"view", "view", "E", "m", "self", 0x7fff, PlanKind::kNone, ResultRule::kGiven, false},
    {"reshape", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"flatten", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"ravel", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"unflatten", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"squeeze", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"unsqueeze", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"transpose", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"t", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"mT", "view", "E", "m", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"permute", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"movedim", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"expand", "view", "E", "m", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"expand_as", "view", "E", "m", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"broadcast_to", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"broadcast_tensors", "view", "E", "f", "tensors", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"view_as", "view", "E", "m", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"reshape_as", "view", "E", "m", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"select", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"slice", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"narrow", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"diagonal", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"unfold", "view", "E", "m", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"as_strided", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"split", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"split_with_sizes", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"chunk", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"unbind", "view", "E", "fm", "self", 0x7fff, PlanKind::kNone, ResultRule::kSame, false},
    {"meshgrid", "view", "E", "f", "tensors", 0x7fff, PlanKind::kNone, ResultRule::kSame, true},
    {"real", "view", "E", "f", "self", 0x7fff, PlanKind::kNone, ResultRule::kReal, false},
    {"imag", "view", "E", "f", "self", 0x6000, PlanKind::kNone, ResultRule::kReal, false},
    {"view_as_real", "view", "E", "f", "self", 0x6000, PlanKind::kNone, ResultRule::kReal, false},
    {"view_as_complex", "view", "E", "f", "self", 0x1800, PlanKind::kNone, ResultRule::kComplex, false},
};
static_assert(sizeof kRows / sizeof *kRows == kOps);

}  // namespace

const OpRow& Row(Op op) { return kRows[static_cast<int>(op)]; }

namespace detail {
GradTable grad_table;
}  // namespace detail

}  // namespace tessera
