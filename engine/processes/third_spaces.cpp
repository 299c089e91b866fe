#include "engine/processes/third_spaces.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/processes/common/ties.hpp"

namespace spil {

double willingness_to_join(double challenge, double aversion, double noise, ThirdSpaceParameters const& p) {
    return challenge * (1 - aversion) + p.choice_spread * noise;
}

void hold_third_spaces(Step const& step, ThirdSpaceParameters const& p, In<&Municipalities::role> role,
                       In<&Municipalities::idea> idea, In<&Municipalities::challenge> challenge,
                       In<&Municipalities::aversion> aversion, In<&Municipalities::fte_free> fte_free,
                       In<&Municipalities::partner_trust> reputation, In<&Missions::third_space_paid> paid,
                       Update<&Missions::third_space_used> used,
                       Update<&Municipalities::third_space> third_space, Whole<ThirdSpaces> spaces,
                       Whole<Ties> ties) {
    auto const n = third_space.rows();
    for (std::size_t k = 0; k < spaces.rows(); ++k) {
        auto& left = spaces->months_left.now[k];
        if (left == 0 || --left > 0) continue;
        auto const m = static_cast<std::size_t>(spaces->mission.now[k]);
        for (std::size_t i = 0; i < n; ++i)
            if (third_space(i, m) == static_cast<std::int32_t>(k) + 1) third_space(i, m) = 0;
    }

    struct Willing {
        double score;
        std::size_t municipality;
    };
    std::vector<double> staff(fte_free.begin(), fte_free.end());
    for (std::size_t m = 0; m < paid.rows(); ++m) {
        if (paid(m) - used(m) < cents(p.cost)) continue;
        std::vector<Willing> willing;
        for (std::size_t i = 0; i < n; ++i) {
            if (role(i, m) < static_cast<std::uint8_t>(Role::facilitator) || idea(i, m) == 0 ||
                third_space(i, m) != 0 || staff[i] < p.member_fte)
                continue;
            double const noise = step.draws(Purpose::third_space, i, m).normal();
            willing.push_back({willingness_to_join(challenge(i, m), aversion(i), noise, p), i});
        }
        if (static_cast<double>(willing.size()) < p.fewest_members) continue;
        std::sort(willing.begin(), willing.end(), [](Willing const& a, Willing const& b) {
            return a.score != b.score ? a.score > b.score : a.municipality < b.municipality;
        });
        willing.resize(std::min(willing.size(), static_cast<std::size_t>(std::lround(p.most_members))));

        used(m) += cents(p.cost);
        auto const row = spaces.add_row();
        spaces->mission.now[row] = static_cast<std::int32_t>(m);
        spaces->start.now[row] = static_cast<std::int32_t>(step.tick);
        spaces->months_left.now[row] = static_cast<std::int32_t>(std::lround(p.term));
        spaces->members.now[row] = static_cast<std::int32_t>(willing.size());
        std::vector<std::size_t> members;
        std::vector<std::uint8_t> wanted(n, 0);
        for (auto const& w : willing) {
            members.push_back(w.municipality);
            wanted[w.municipality] = 1;
            staff[w.municipality] -= p.member_fte;
            third_space(w.municipality, m) = static_cast<std::int32_t>(row) + 1;
        }
        std::sort(members.begin(), members.end());
        TieBook book{ties, wanted};
        for (std::size_t a = 0; a < members.size(); ++a)
            for (std::size_t b = a + 1; b < members.size(); ++b)
                book.meet(members[a], Party::municipality, members[b],
                          (reputation(members[a]) + reputation(members[b])) / 2);
    }
}

}  // namespace spil
