#include "engine/processes/common/lived.hpp"

#include <algorithm>

namespace spil {

Lived lived_with(std::size_t n, std::size_t solutions, In<&Municipalities::accepted_fit> const& accepted_fit,
                 In<&Municipalities::implemented> const& implemented,
                 In<&Municipalities::learning> const& learning, In<&Labs::stage> const& stage,
                 In<&Labs::host> const& host, In<&Labs::solution> const& solution,
                 In<&Labs::learning> const& lab_learning, In<&Labs::civic_partners> const& civic_partners) {
    Lived e{std::vector<double>(n * solutions, 0.0), std::vector<double>(n * solutions, 0.0)};
    for (std::size_t k = 0; k < n * solutions; ++k)
        if (implemented[k] != 0) e.accepted[k] = accepted_fit[k] * learning[k * conditions + accepted];
    for (std::size_t l = 0; l < stage.rows(); ++l) {
        if (!running(stage(l)) && stage(l) != Stage::institutionalised) continue;
        auto const k = static_cast<std::size_t>(host(l)) * solutions + static_cast<std::size_t>(solution(l));
        e.accepted[k] = std::max(e.accepted[k], accepted_fit[k] * lab_learning(l, accepted));
        e.part[k] = std::max(e.part[k], std::min(1.0, civic_partners(l) / 2.0));
    }
    return e;
}

}  // namespace spil
