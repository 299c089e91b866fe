#include "engine/processes/exchange.hpp"

#include <algorithm>
#include <vector>

#include "engine/processes/common/kene.hpp"

namespace spil {

void exchange_knowledge(Step const& step, In<&Labs::key> key, In<&Labs::evaluated> evaluated,
                        In<&Members::lab> lab, In<&Members::party> party, In<&Members::kind> kind,
                        In<&Members::left> left, In<&Organisations::capability> taught_capability,
                        In<&Organisations::ability> taught_ability,
                        In<&Organisations::expertise> taught_expertise,
                        In<&Firms::capability> firm_taught_capability,
                        In<&Firms::ability> firm_taught_ability, In<&Firms::expertise> firm_taught_expertise,
                        Update<&Organisations::capability> capability,
                        Update<&Organisations::ability> ability, Update<&Organisations::expertise> expertise,
                        Update<&Firms::capability> firm_capability, Update<&Firms::ability> firm_ability,
                        Update<&Firms::expertise> firm_expertise) {
    struct Learner {
        Party kind;
        std::size_t row;
    };
    std::vector<std::vector<Learner>> present(evaluated.rows());
    for (std::size_t r = 0, n = lab.rows(); r < n; ++r) {
        auto const l = static_cast<std::size_t>(lab(r));
        if (evaluated(l) != 0 && left(r) < 0)
            present[l].push_back({kind(r), static_cast<std::size_t>(party(r))});
    }
    auto const teacher = [&](Learner const& t) -> KeneView {
        if (t.kind == Party::firm)
            return {firm_taught_capability.row(t.row), firm_taught_ability.row(t.row),
                    firm_taught_expertise.row(t.row)};
        return {taught_capability.row(t.row), taught_ability.row(t.row), taught_expertise.row(t.row)};
    };
    auto const pupil = [&](Learner const& t) -> Kene {
        if (t.kind == Party::firm)
            return {firm_capability.row(t.row), firm_ability.row(t.row), firm_expertise.row(t.row)};
        return {capability.row(t.row), ability.row(t.row), expertise.row(t.row)};
    };
    for (std::size_t l = 0; l < present.size(); ++l) {
        auto const& members = present[l];
        if (members.size() < 2) continue;
        for (std::size_t k = 0; k < members.size(); ++k) {
            auto const& own = members[k];
            auto draws = step.draws(Purpose::knowledge_exchange, key(l),
                                    own.row * party_kinds + static_cast<std::size_t>(own.kind));
            auto const others = members.size() - 1;
            auto const n =
                std::min(others - 1, static_cast<std::size_t>(draws.uniform() * static_cast<double>(others)));
            learn_triple(pupil(own), teacher(members[n < k ? n : n + 1]));
        }
    }
}

}  // namespace spil
