/// What the model says stays what it was: the tiny study under each way of funding, against golden.txt.
///
/// Two layers. The single figures of a run to six digits hold everywhere. The fingerprint of all results, bit
/// for bit, holds for any compiler and optimisation but one library of elementary functions: golden.txt names
/// that by a fingerprint of its own, and elsewhere the bits are not compared. After a change of the model
/// that is meant to change results, write the file anew from the repository and look at the difference:
///
///     SPIL_WRITE_GOLDEN=1 build/release/spil_tests '[golden]' && git diff tests/run/golden.txt

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdlib>

#include "engine/core/random.hpp"
#include "engine/core/sha256.hpp"
#include "engine/model/outputs.hpp"
#include "engine/model/presets.hpp"
#include "engine/run/simulation.hpp"
#include "engine/run/study.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace spil;

namespace {

void append(std::string& bytes, std::uint64_t word) {
    for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>((word >> shift) & 0xffu);
}

std::string fingerprint(RunRecord const& record) {
    std::string bytes;
    for (auto const& values : record.reals)
        for (double const v : values) append(bytes, std::isnan(v) ? 0 : std::bit_cast<std::uint64_t>(v));
    for (auto const& values : record.integers)
        for (auto const v : values) append(bytes, static_cast<std::uint64_t>(v));
    return sha256(bytes);
}

/// Of the elementary functions that the model calls, over a thousand arguments each.
std::string library_fingerprint() {
    std::string bytes;
    for (int k = 1; k <= 1000; ++k) {
        double const x = 0.0137 * k;
        for (double const v : {std::exp(-x), std::log(x), std::pow(x, 0.73), std::expm1(-x), std::log1p(x),
                               std::cos(x), std::sin(x), std::lgamma(x)})
            append(bytes, std::bit_cast<std::uint64_t>(v));
    }
    return sha256(bytes).substr(0, 16);
}

/// To six digits; a missing value has no sign.
std::string figure(double value) {
    return std::isnan(value) ? "missing" : fmt::format("{:.6g}", value);
}

/// The golden file as it would be written here: the library, then per way of funding its figures and bits.
struct Golden {
    std::string library, figures, bits;
};

Golden golden_now() {
    auto const study = read_study(test::in_repository("scenarios/tiny.toml"));
    Golden now{"library " + library_fingerprint() + "\n", "", ""};
    for (auto const* name : {"none", "project", "portfolio", "hybrid", "lottery", "block"}) {
        auto regime = preset(name);
        regime.setup_delay = 0;
        RunOptions options;
        options.seed = world_seed(1, 0);
        options.months = 96;  // long enough for terms to end
        options.solutions_per_mission = static_cast<std::size_t>(study.settings.solutions_per_mission);
        auto const record = simulate(study.country, {study.parameters, regime}, options);
        now.bits += fmt::format("bits {} {}\n", name, fingerprint(record));
        for (std::size_t o = 0; o < outputs().size(); ++o)
            if (outputs()[o].dimensions.empty() && !record.reals[o].empty())
                now.figures += fmt::format("{} {} {}\n", name, outputs()[o].name, figure(record.reals[o][0]));
    }
    return now;
}

}  // namespace

TEST_CASE("results are what they were", "[run][golden]") {
    auto const path = test::in_repository("tests/run/golden.txt");
    auto const now = golden_now();
    if (std::getenv("SPIL_WRITE_GOLDEN") != nullptr) test::store(path, now.library + now.bits + now.figures);
    auto const file = test::contents(path);
    REQUIRE(file.starts_with("library "));
    auto const library_end = file.find('\n') + 1;
    auto const figures_at = library_end + now.bits.size();
    REQUIRE(file.size() > figures_at);
    CHECK(file.substr(figures_at) == now.figures);
    if (file.substr(0, library_end) == now.library)
        CHECK(file.substr(library_end, now.bits.size()) == now.bits);
    else
        WARN("another library of elementary functions than in golden.txt: bits are not compared");
}
