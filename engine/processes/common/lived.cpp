#include "engine/processes/common/lived.hpp"

#include <algorithm>

namespace spil {

Lived::Lived(std::size_t n, std::size_t solutions, In<&Municipalities::accepted_fit> const& accepted_fit,
             In<&Municipalities::implemented> const& implemented,
             In<&Municipalities::learning> const& learning, In<&Labs::stage> const& stage,
             In<&Labs::host> const& host, In<&Labs::solution> const& solution,
             In<&Labs::learning> const& lab_learning, In<&Labs::civic_partners> const& civic_partners)
    : fit_(accepted_fit), implemented_(implemented), learning_(learning), where_(n * solutions, 0) {
    for (std::size_t l = 0, labs = stage.rows(); l < labs; ++l) {
        if (!running(stage(l)) && stage(l) != Stage::institutionalised) continue;
        auto const k = static_cast<std::size_t>(host(l)) * solutions + static_cast<std::size_t>(solution(l));
        if (where_[k] == 0) {
            labs_.emplace_back();
            where_[k] = static_cast<std::uint32_t>(labs_.size());
        }
        auto& here = labs_[where_[k] - 1];
        here.accepted = std::max(here.accepted, accepted_fit[k] * lab_learning(l, accepted));
        here.part = std::max(here.part, std::min(1.0, civic_partners(l) / 2.0));
    }
}

LivedWith Lived::at(std::size_t place) const {
    auto here = where_[place] == 0 ? LivedWith{} : labs_[where_[place] - 1];
    if (implemented_[place] != 0)
        here.accepted = std::max(here.accepted, fit_[place] * learning_[place * conditions + accepted]);
    return here;
}

}  // namespace spil
