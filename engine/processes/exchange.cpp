#include "engine/processes/exchange.hpp"

#include <algorithm>
#include <vector>

#include "engine/processes/common/kene.hpp"

namespace spil {

void exchange_knowledge(Step const& step, In<&Labs::key> key, In<&Labs::evaluated> evaluated,
                        In<&Members::lab> lab, In<&Members::party> party, In<&Members::kind> kind,
                        In<&Members::left> left, Update<&Organisations::capability> capability,
                        Update<&Organisations::ability> ability,
                        Update<&Organisations::expertise> expertise) {
    std::vector<std::vector<std::size_t>> present(evaluated.rows());
    bool any = false;
    for (std::size_t r = 0; r < lab.rows(); ++r) {
        auto const l = static_cast<std::size_t>(lab(r));
        if (evaluated(l) == 0 || left(r) >= 0 || kind(r) == Party::firm) continue;
        present[l].push_back(static_cast<std::size_t>(party(r)));
        any = true;
    }
    if (!any) return;
    // An organisation may learn in several labs; what it teaches is what it knew before.
    std::vector<std::uint8_t> const taught_c(capability.begin(), capability.end());
    std::vector<std::uint8_t> const taught_a(ability.begin(), ability.end());
    std::vector<std::uint8_t> const taught_e(expertise.begin(), expertise.end());
    auto const teacher = [&](std::size_t o) {
        auto const part = [&](std::vector<std::uint8_t> const& all) {
            return std::span{all}.subspan(o * kene_length, kene_length);
        };
        return KeneView{part(taught_c), part(taught_a), part(taught_e)};
    };
    for (std::size_t l = 0; l < present.size(); ++l) {
        auto const& members = present[l];
        if (members.size() < 2) continue;
        for (std::size_t k = 0; k < members.size(); ++k) {
            auto const o = members[k];
            auto draws = step.draws(Purpose::knowledge_exchange, key(l), o);
            auto const others = members.size() - 1;
            auto const n =
                std::min(others - 1, static_cast<std::size_t>(draws.uniform() * static_cast<double>(others)));
            learn_triple({capability.row(o), ability.row(o), expertise.row(o)},
                         teacher(members[n < k ? n : n + 1]));
        }
    }
}

}  // namespace spil
