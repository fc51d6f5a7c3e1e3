#include "tessera/tensor/print.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <mutex>
#include <ostream>
#include <string_view>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/host_copy.h"

namespace tessera {
namespace {

struct SharedOptions {
  std::mutex mutex;
  PrintOptions options;
};

SharedOptions& Shared() {
  static SharedOptions* const shared = new SharedOptions;
  return *shared;
}

std::string Format(const char* format, int precision, double value) {
  // As Python spells them; C may print -nan.
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char text[512];
  std::snprintf(text, sizeof text, format, precision, value);
  return text;
}

std::string Scientific(int precision, double value) {
  return Format("%.*e", precision, value);
}

std::string Fixed(int precision, double value) {
  return Format("%.*f", precision, value);
}

// One number's text for a whole tensor: chosen from the nonzero finite
// magnitudes of the elements shown, as PyTorch's _Formatter.
class Formatter {
 public:
  Formatter(const PrintOptions& options, Kind kind)
      : options_(options), kind_(kind) {}

  // First every shown value, then Finish, then Text for each.
  void Add(const Scalar& value) {
    if (kind_ < Kind::Float) {
      width_ = std::max(width_, Plain(value).size());
      return;
    }
    const double v = value.toDouble();
    if (!std::isfinite(v) || v == 0) return;
    min_ = std::min(min_, std::fabs(v));
    max_ = std::max(max_, std::fabs(v));
    whole_ = whole_ && v == std::ceil(v);
    // All three widths at once: which one counts is known at the end.
    scientific_width_ =
        std::max(scientific_width_, Scientific(options_.precision, v).size());
    fixed_width_ = std::max(fixed_width_, Fixed(options_.precision, v).size());
    whole_width_ = std::max(whole_width_, Fixed(0, v).size() + 1);
    any_ = true;
  }

  void Finish() {
    if (!any_) return;
    scientific_ = options_.sci_mode.value_or(max_ / min_ > 1000 ||
                                             max_ > 1e8 || min_ < 1e-4);
    width_ = std::max(width_, scientific_ ? scientific_width_
                              : whole_    ? whole_width_
                                          : fixed_width_);
  }

  size_t width() const { return width_; }

  std::string Text(const Scalar& value) const {
    std::string text;
    if (kind_ < Kind::Float) {
      text = Plain(value);
    } else {
      const double v = value.toDouble();
      if (scientific_) {
        text = Scientific(options_.precision, v);
      } else if (whole_) {
        text = Fixed(0, v);
        if (std::isfinite(v)) text += '.';
      } else {
        text = Fixed(options_.precision, v);
      }
    }
    if (text.size() < width_) text.insert(0, width_ - text.size(), ' ');
    return text;
  }

 private:
  std::string Plain(const Scalar& value) const {
    if (kind_ == Kind::Bool) return value.toBool() ? "True" : "False";
    return value.type() == DType::UInt64 ? Str(value.toUInt64())
                                         : Str(value.toLong());
  }

  const PrintOptions& options_;
  Kind kind_;
  bool whole_ = true;
  bool scientific_ = false;
  bool any_ = false;
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = 0;
  size_t width_ = 1;
  size_t scientific_width_ = 0;
  size_t fixed_width_ = 0;
  size_t whole_width_ = 0;
};

class Printer {
 public:
  Printer(const PrintOptions& options, const Tensor& host)
      : options_(options),
        geometry_(host.geometry()),
        base_(static_cast<const char*>(host.impl()->storage->data)),
        complex_(host.is_complex()),
        summarize_(host.numel() > options.threshold),
        real_(options, complex_ ? Kind::Float : kind(host.scalar_type())),
        imag_(options, Kind::Float) {}

  std::string Print(int64_t indent) {
    Measure(0, geometry_.offset());
    real_.Finish();
    imag_.Finish();
    return Nested(0, geometry_.offset(), indent);
  }

 private:
  Scalar At(int64_t place) const {
    return detail::LoadScalar(
        base_ + place * static_cast<int64_t>(geometry_.itemsize()),
        geometry_.dtype());
  }

  bool Cut(int64_t dim) const {
    return summarize_ && geometry_.size(dim) > 2 * options_.edgeitems;
  }

  // Calls f(index) for those shown of a dimension, gap() between the ends.
  template <class F, class G>
  void ForShown(int64_t dim, F f, G gap) const {
    const int64_t size = geometry_.size(dim);
    const bool cut = Cut(dim);
    const int64_t head = cut ? options_.edgeitems : size;
    for (int64_t i = 0; i < head; ++i) f(i);
    if (!cut) return;
    gap();
    for (int64_t i = size - options_.edgeitems; i < size; ++i) f(i);
  }

  void Measure(int64_t dim, int64_t place) {
    if (dim == geometry_.dim()) {
      const Scalar value = At(place);
      if (complex_) {
        const complex<double> z = value.toComplexDouble();
        real_.Add(z.real());
        imag_.Add(z.imag());
      } else {
        real_.Add(value);
      }
      return;
    }
    ForShown(
        dim,
        [&](int64_t i) { Measure(dim + 1, place + i * geometry_.stride(dim)); },
        [] {});
  }

  std::string Element(int64_t place) const {
    const Scalar value = At(place);
    if (!complex_) return real_.Text(value);
    const complex<double> z = value.toComplexDouble();
    std::string imag = imag_.Text(z.imag()) + "j";
    imag.erase(0, imag.find_first_not_of(' '));
    return real_.Text(z.real()) + (imag[0] == '-' ? "" : "+") + imag;
  }

  std::string Vector(int64_t dim, int64_t place, int64_t indent) const {
    const size_t element = real_.width() + 2 +
                           (complex_ ? imag_.width() + 1 : 0);
    const int64_t room = std::max<int64_t>(options_.linewidth - indent, 0);
    const size_t per_line = static_cast<size_t>(
        std::max<int64_t>(1, room / static_cast<int64_t>(element)));
    std::string out = "[";
    size_t count = 0;
    const auto add = [&](const std::string& text) {
      if (count) {
        out += ',';
        if (count % per_line == 0) {
          out += '\n' + std::string(static_cast<size_t>(indent) + 1, ' ');
        } else {
          out += ' ';
        }
      }
      ++count;
      out += text;
    };
    ForShown(
        dim,
        [&](int64_t i) { add(Element(place + i * geometry_.stride(dim))); },
        [&] { add(options_.edgeitems ? " ..." : "..."); });
    return out + "]";
  }

  std::string Nested(int64_t dim, int64_t place, int64_t indent) const {
    const int64_t left = geometry_.dim() - dim;
    if (left == 0) return Element(place);
    if (left == 1) return Vector(dim, place, indent);
    const std::string separator =
        "," + std::string(static_cast<size_t>(left) - 1, '\n') +
        std::string(static_cast<size_t>(indent) + 1, ' ');
    std::string out = "[";
    bool first = true;
    const auto add = [&](const std::string& text) {
      if (!first) out += separator;
      first = false;
      out += text;
    };
    ForShown(
        dim,
        [&](int64_t i) {
          add(Nested(dim + 1, place + i * geometry_.stride(dim), indent + 1));
        },
        [&] { add("..."); });
    return out + "]";
  }

  const PrintOptions& options_;
  const Geometry& geometry_;
  const char* base_;
  bool complex_;
  bool summarize_;
  Formatter real_;
  Formatter imag_;
};

// As a Python tuple.
std::string Tuple(IntArrayRef sizes) {
  std::string out = "(";
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (i) out += ", ";
    out += Str(sizes[i]);
  }
  return out + (sizes.size() == 1 ? ",)" : ")");
}

bool IsUsualDType(DType dtype) {
  return dtype == get_default_dtype() || dtype == DType::Long ||
         dtype == DType::Bool || dtype == default_complex_dtype();
}

std::vector<std::string> Suffixes(const Tensor& t,
                                  const PrintOptions& options) {
  std::vector<std::string> out;
  if (!t.is_cpu()) out.push_back(Str("device='", t.device(), "'"));
  const bool empty = t.numel() == 0;
  if (empty ? t.dim() != 1 : options.edgeitems == 0) {
    out.push_back("size=" + Tuple(t.sizes()));
  }
  if (empty ? t.scalar_type() != get_default_dtype()
            : !IsUsualDType(t.scalar_type())) {
    out.push_back(Str("dtype=torch.", name(t.scalar_type())));
  }
  if (GradFn fn = t.grad_fn()) {
    out.push_back(Str("grad_fn=<", fn->name(), ">"));
  } else if (t.requires_grad()) {
    out.push_back("requires_grad=True");
  }
  return out;
}

}  // namespace

PrintOptions get_printoptions() {
  SharedOptions& shared = Shared();
  std::lock_guard<std::mutex> lock(shared.mutex);
  return shared.options;
}

void set_printoptions(const PrintOptions& options) {
  const auto check = [](const char* what, int64_t value, int64_t max) {
    if (value < 0 || value > max) {
      throw ValueError("set_printoptions", Str("expected ", what, " from 0 to ",
                                               max, ", got ", value));
    }
  };
  check("precision", options.precision, 100);
  check("threshold", options.threshold, INT64_MAX);
  check("edgeitems", options.edgeitems, INT64_MAX / 2);
  check("linewidth", options.linewidth, INT64_MAX);
  SharedOptions& shared = Shared();
  std::lock_guard<std::mutex> lock(shared.mutex);
  shared.options = options;
}

void set_printoptions(const char* profile) {
  PrintOptions options;
  const std::string_view name = profile;
  if (name == "short") {
    options.precision = 2;
    options.edgeitems = 2;
  } else if (name == "full") {
    options.threshold = INT64_MAX;
  } else if (name != "default") {
    throw ValueError("set_printoptions",
                     Str("expected a profile of default, short and full, got ",
                         profile));
  }
  set_printoptions(options);
}

std::string Tensor::to_string() const {
  if (!defined()) return "tensor(<undefined>)";
  const PrintOptions options = get_printoptions();
  constexpr std::string_view kPrefix = "tensor(";
  const int64_t indent = kPrefix.size();
  std::string body = "[]";
  if (numel() != 0) {
    Tensor host = variable_data();
    if (!IsHostReadable(device().type())) host = host.cpu();
    body = Printer(options, host).Print(indent);
  }
  // The last line's length as PyTorch counts it.
  const size_t newline = body.rfind('\n');
  int64_t line = newline == std::string::npos
                     ? static_cast<int64_t>(body.size()) + indent + 2
                     : static_cast<int64_t>(body.size() - newline) + 1;
  std::string out = std::string(kPrefix) + body;
  for (const std::string& suffix : Suffixes(*this, options)) {
    const int64_t size = static_cast<int64_t>(suffix.size());
    if (line + size + 2 > options.linewidth) {
      out += ",\n" + std::string(static_cast<size_t>(indent), ' ') + suffix;
      line = indent + size;
    } else {
      out += ", " + suffix;
      line += size + 2;
    }
  }
  return out + ")";
}

void Tensor::print() const {
  const std::string text = to_string() + "\n";
  std::fwrite(text.data(), 1, text.size(), stdout);
}

std::ostream& operator<<(std::ostream& os, const Tensor& tensor) {
  return os << tensor.to_string();
}

}  // namespace tessera
