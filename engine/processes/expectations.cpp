#include "engine/processes/expectations.hpp"

#include <algorithm>

namespace spil {

void revise_expectations(Step const& step, JoiningParameters const& p, In<&Labs::host> host,
                         In<&Labs::stage> stage, In<&Labs::embedded_month> embedded_month,
                         In<&Labs::end_month> end_month, In<&Municipalities::region> region,
                         In<&Firms::municipality> municipality, Update<&Firms::expectation> expectation) {
    std::int32_t last = 0;
    for (auto const r : region) last = std::max(last, r);
    std::vector<double> well(static_cast<std::size_t>(last) + 1, 0.0), all(well);
    auto const this_year = [&](std::int32_t month) {
        return month >= 0 && month + 12 >= static_cast<std::int32_t>(step.tick);
    };
    for (std::size_t l = 0; l < host.rows(); ++l) {
        bool const institution = stage(l) == Stage::institutionalised;
        if (!this_year(institution ? embedded_month(l) : end_month(l))) continue;
        auto const r = static_cast<std::size_t>(region(static_cast<std::size_t>(host(l))));
        all[r] += 1;
        well[r] += institution ? 1 : 0;
    }
    for (std::size_t f = 0; f < expectation.rows(); ++f) {
        auto const r = static_cast<std::size_t>(region(static_cast<std::size_t>(municipality(f))));
        if (all[r] > 0) expectation(f) += p.expectation_gain * (well[r] / all[r] - expectation(f));
    }
}

}  // namespace spil
