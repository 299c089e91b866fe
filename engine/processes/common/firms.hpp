#pragma once
/// \file firms.hpp  Firm agents: how many there are, how one starts, who sells what (SM15).
///
///     agents        max(least sellers x solutions, firms of 2 and more persons / firms per agent)
///     sellers       a share of the agents, spread evenly over the solutions; never fewer than
///     `least_sellers` cost factor   ln c_f ~ N(-s^2/2, s): unit cost relative to the mean of those who sell
///     the same kene          some of what the solution takes, the rest anything
///
/// Source: 427 275 firms of two and more persons among 2.385 million (CBS); start-ups as in SKIN (Gilbert,
/// Ahrweiler and Pyka).

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/elementary.hpp"
#include "engine/processes/common/kene.hpp"
#include "engine/schema/field.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct FirmParameters {
    static constexpr std::string_view name = "firms";

    double firms_per_agent = 200;
    double employer_share = 0.2;
    double offering_share = 0.3;
    double cost_spread = 0.1;
    double known_capabilities = 3;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = FirmParameters;
        return f(field(&P::firms_per_agent, "firms_per_agent", "firms", within(1, 1e6).likely(50, 1000),
                       "firms that one agent stands for", design("1 makes each firm an agent of its own")),
                 field(&P::employer_share, "employer_share", "1", within(0, 1).likely(0.15, 0.3),
                       "firms of two and more persons for each establishment",
                       measured("CBS: 427 275 of 2.385 million firms have two or more persons")),
                 field(&P::offering_share, "offering_share", "1", within(0, 1).likely(0.1, 0.6),
                       "share of the firms that sell one of the solutions at the start", assumption()),
                 field(&P::cost_spread, "cost_spread", "ln EUR", within(0, 1).likely(0.03, 0.3),
                       "spread of unit costs among firms that sell the same", assumption()),
                 field(&P::known_capabilities, "known_capabilities", "1", within(0, 6).likely(1, 5),
                       "capabilities that a new seller has of those its solution takes", assumption()));
    }
};

inline constexpr std::size_t least_sellers = 3;  ///< below it nobody leaves a solution

/// Row of the firm that works for a lab: its lead firm, else the one most bought from near its host.
/// \param lead  row + 1; 0 none \param nearest  tells row + 1, and is asked only where there is no lead
template <class Nearest>
std::size_t lab_firm(std::int32_t lead, Nearest const& nearest) {
    return static_cast<std::size_t>((lead > 0 ? lead : nearest()) - 1);
}

/// Divides whole units over shares that sum to 1 (or less, by rounding): whole parts first, then one each by
/// largest remainder, the first among equals. \param units  at least 0 \param parts  as long as the shares
void divide_units(Cents units, std::span<double const> shares, std::span<Cents> parts);

/// Rows of the firms that sell each solution, in ascending order. \param offer  of each firm; -1 none
inline std::vector<std::vector<std::uint32_t>> sellers_of(std::span<std::int32_t const> offer,
                                                          std::size_t solutions) {
    std::vector<std::vector<std::uint32_t>> sellers(solutions);
    for (std::size_t f = 0; f < offer.size(); ++f)
        if (offer[f] >= 0)
            sellers[static_cast<std::size_t>(offer[f])].push_back(static_cast<std::uint32_t>(f));
    return sellers;
}

inline double first_cost_factor(Draws& draws, FirmParameters const& p) {
    return elementary::exp(p.cost_spread * draws.normal() - 0.5 * p.cost_spread * p.cost_spread);
}

inline void first_kene(Draws& draws, std::span<std::uint8_t const> required, FirmParameters const& p,
                       Kene kene) {
    draw_kene(draws, required, static_cast<int>(std::lround(p.known_capabilities)),
              static_cast<int>(kene_length), kene);
}

}  // namespace spil
