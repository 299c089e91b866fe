#include "engine/processes/practice.hpp"

#include <algorithm>
#include <vector>

#include "engine/processes/common/grouped_rows.hpp"

namespace spil {

double next_practice_strength(double strength, double spending, PracticeParameters const& p) {
    double const aim = std::min(p.highest_strength, (1 - p.hub_share) * spending / p.unit_spending);
    return strength + (aim - strength) / p.adjustment_time;
}

double next_hub_strength(double strength, double spending, PracticeParameters const& p) {
    double const aim = std::min(1.0, p.hub_share * spending / p.hub_unit_spending);
    return strength + (aim - strength) / p.adjustment_time;
}

void keep_practice(PracticeParameters const& p, In<&Missions::practice_spending> spending,
                   Update<&Missions::practice_strength> strength, Update<&Missions::hub_strength> hub) {
    for (std::size_t m = 0; m < strength.rows(); ++m) {
        strength(m) = next_practice_strength(strength(m), spending(m), p);
        hub(m) = next_hub_strength(hub(m), spending(m), p);
    }
}

void join_practice(PracticeParameters const& p, In<&Missions::practice_strength> strength,
                   In<&Municipalities::aversion> aversion, In<&Municipalities::region> region,
                   Update<&Municipalities::practice_member> member) {
    std::vector<std::uint8_t> present(groups_in(region));
    for (std::size_t m = 0; m < member.width(); ++m) {
        bool const lives = strength(m) > p.lowest_strength;
        std::fill(present.begin(), present.end(), std::uint8_t{0});
        for (std::size_t i = 0; i < member.rows(); ++i)
            if (member(i, m) != 0) present[static_cast<std::size_t>(region(i))] = 1;
        for (std::size_t i = 0; i < member.rows(); ++i) {
            bool const joins =
                aversion(i) < p.joining_aversion || present[static_cast<std::size_t>(region(i))] != 0;
            member(i, m) = lives && joins ? 1 : 0;
        }
    }
}

}  // namespace spil
