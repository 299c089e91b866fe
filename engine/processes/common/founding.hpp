#pragma once
/// \file founding.hpp  A lab is founded by its award: one row among the labs, the same row among the grants,
/// one account.
///
///     rate        G / D x (1 + upscaling cost when required)      EUR a month at intensity 1
///     promise     rate x first intensity x months;  months: D, or when labs go on step by step up to the
///     first
///                 review and the mean preparation before it
///     reference   full spending x (1 + upscaling cost when required) + extra / (1 - c)
///                 c = c_0 or, by capacity, c_0 min(1, reserves per head / their mean)
///
/// The reference is what a lab of this kind takes when it lacks nothing, and not what its funder grants: a
/// regime with small grants or without co-financing has slower labs, not cheaper ones.
///
/// A lab in no man's land that still holds enough learning is taken up again instead: it keeps its row, its
/// learning and its past, and prepares for no time at all. It is dearer by the resume cost x G, the extra
/// spread over the months of this first promise (in rate and reference alike, so that it teaches nothing).

#include <optional>
#include <vector>

#include "engine/processes/common/grants.hpp"
#include "engine/processes/common/new_lab.hpp"
#include "engine/schema/field.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct FoundingParameters {
    static constexpr std::string_view name = "founding";

    double full_spending = 120000;
    double upscaling_cost = 0.05;
    double upscaling_chance = 0.2;
    double routine_chance = 0.3;
    double resume_cost = 0.3;
    double resume_learning = 0.25;
    double optimism = 0.1;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = FoundingParameters;
        return f(
            field(&P::full_spending, "full_spending", "EUR/month", within(1, 1e8).likely(60e3, 240e3),
                  "spending of a lab that lacks nothing",
                  measured("PAW: 4.0 M grant over four years, with 30 % co-financing")),
            field(&P::upscaling_cost, "upscaling_cost", "1", within(0, 1),
                  "cost of a required upscaling strategy, share of the grant", assumption()),
            field(&P::upscaling_chance, "upscaling_chance", "1", within(0, 1),
                  "chance that a lab brings an upscaling strategy unasked", assumption()),
            field(&P::routine_chance, "routine_chance", "1", within(0, 1),
                  "chance that a lab is built into an existing routine",
                  literature("DellaVigna, Kim and Linos 2024: the largest predictor of adoption")),
            field(&P::resume_cost, "resume_cost", "1", within(0, 2).likely(0.1, 0.6),
                  "extra cost of taking up a lab from no man's land, share of the grant", assumption()),
            field(&P::resume_learning, "resume_learning", "1", within(0, 1).likely(0.1, 0.4),
                  "mean learning above which a lab in no man's land can be taken up again", assumption()),
            field(&P::optimism, "optimism", "1", within(-1, 1),
                  "how much more embedding partners expect at the start than the host judges", assumption()));
    }
};

/// What the past holds: who runs what, how often a solution was tried, what can be taken up again.
struct LabHistory {
    LabHistory(Labs const& labs, Grants const& grants, Dimensions const& dimensions,
               FoundingParameters const& p);

    /// True while municipality i has a lab in hand for mission m.
    bool busy(std::size_t i, std::size_t m) const { return busy_[i * missions_ + m] != 0; }
    void set_busy(std::size_t i, std::size_t m) { busy_[i * missions_ + m] = 1; }
    /// Labs on solution s so far, in the whole country.
    int tried(std::size_t s) const { return tried_[s]; }
    int labs_there(std::size_t i, std::size_t s) const { return there_[i * tried_.size() + s]; }
    /// True when i has no lab in hand for s's mission and has not tried s too often to tell labs apart.
    bool may_found(std::size_t i, std::size_t s) const {
        return !busy(i, s * missions_ / tried_.size()) &&
               (labs_there(i, s) < static_cast<int>(labs_per_place) || resumable(i, s).has_value());
    }
    std::uint32_t key(std::size_t row) const { return keys_[row]; }
    /// Row of the lab on s in i that can be taken up again.
    std::optional<std::size_t> resumable(std::size_t i, std::size_t s) const;

  private:
    std::size_t missions_;
    std::vector<std::uint32_t> keys_;
    std::vector<std::uint8_t> busy_;
    std::vector<int> tried_, there_;
    std::vector<std::int32_t> resumable_;
};

/// The lab that municipality `host` would get on solution `solution` (over all missions).
struct Venture {
    std::size_t host = 0, mission = 0, solution = 0;
    std::optional<std::size_t> resumes;
    std::uint32_t key = 0;
    bool upscaling = false;
    int months = 0;      ///< promised at first
    double rate = 0;     ///< EUR a month at intensity 1, until the first gate
    Cents promised = 0;  ///< what an award commits
};
/// EUR a month at intensity 1 of a lab that is not being taken up again.
double monthly_rate(Regime const& regime, FoundingParameters const& p);
/// EUR a month of such a lab when it lacks nothing, whoever pays.
/// \param rate  of its grant \param co_financing  share of cost the host's side pays
double full_spending(double rate, double co_financing, Regime const& regime, FoundingParameters const& p);
/// \param preparation  mean preparation in the mission, months
Venture venture(Step const& step, Regime const& regime, FoundingParameters const& p, LabHistory const& past,
                double preparation, std::size_t host, std::size_t solution);

/// Share of cost the host's side pays.
/// \param relative_reserves  reserves per head over their mean over municipalities
double co_financing_rate(Regime const& regime, double relative_reserves);
/// Money per head of each municipality over the mean of that; all 1 when nobody has any.
std::vector<double> relative_reserves(std::span<double const> population, std::span<double const> balance);

using SelectionPay = Pay<AccountClass::programme, AccountClass::municipality>;

/// Founds or resumes the lab and promises its money. Returns its row.
/// \param judgement  embedding that the host expects \param co_financing  from co_financing_rate
std::size_t found_lab(Step const& step, Regime const& regime, FoundingParameters const& p,
                      Venture const& venture, double judgement, double co_financing, Whole<Labs> const& labs,
                      Whole<Programmes> const& programmes, Whole<Grants> const& grants,
                      SelectionPay const& pay);

}  // namespace spil
