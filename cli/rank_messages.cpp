#include "cli/rank_messages.hpp"

namespace spil::cli {

Bytes packed(std::vector<RunResult> const& results) {
    Packer out;
    out.number(results.size());
    for (auto const& r : results) {
        out.text(r.error);
        out.real(r.seconds);
        out.number(r.record.reals.size());
        for (auto const& values : r.record.reals) out.array(values);
        out.number(r.record.integers.size());
        for (auto const& values : r.record.integers) out.array(values);
    }
    return out.take();
}

std::vector<RunResult> unpacked(Bytes const& bytes) {
    Unpacker in(bytes);
    std::vector<RunResult> results(in.number());
    for (auto& r : results) {
        r.error = in.text();
        r.seconds = in.real();
        r.record.reals.resize(in.number());
        for (auto& values : r.record.reals) values = in.array<double>();
        r.record.integers.resize(in.number());
        for (auto& values : r.record.integers) values = in.array<std::int64_t>();
    }
    return results;
}

}  // namespace spil::cli
