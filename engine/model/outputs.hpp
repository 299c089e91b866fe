#pragma once
/// \file outputs.hpp  THE registry of results: what a run reports, and the observer that collects it.
///
/// A result is declared once: name, unit, meaning, dimensions, and the function that reads it off the world.
/// Yearly results hold the state at the end of each calendar year; their first entry is the opening state.
/// Flows of money are those of the year; the outcomes of a run are single figures.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/parameters.hpp"
#include "engine/model/public_money.hpp"
#include "engine/schema/output.hpp"
#include "engine/world/country.hpp"
#include "engine/world/world.hpp"

namespace spil {

/// The declared results, in the order of the file.
std::vector<OutputInfo> const& outputs();

/// The result that stands first in a comparison unless the study says otherwise.
std::string primary_outcome();

/// The network is the last group of the registry: a study may leave it out (engine/run/study.hpp).
inline constexpr std::string_view network_group = "network";

/// Dimensions of the results for a country, its missions and a number of months (a multiple of 12);
/// `start_year` labels the years. The dimension "year" has one entry more than there are years: the opening
/// state, labelled start_year - 1.
std::vector<DimensionInfo> result_dimensions(Country const& country, std::vector<std::string> const& missions,
                                             std::size_t solutions_per_mission, int months, int start_year,
                                             PartyParameters const& parties = {});

/// Collects the results of one run.
class Observer {
  public:
    Observer(World const& world, OutcomeParameters const& outcomes, double fte_cost, int months);

    /// After each month, before the ledger's flows are cleared at a year's end. `month` counts from 1.
    void month(World const& world, int month);
    RunRecord finish(World const& world);

    /// What the outcomes are made of, summed up month by month.
    struct Tally {
        int month = 0;
        double served_years = 0;     ///< discounted, mean over missions, per inhabitant
        double person_years = 0;     ///< discounted, residents x missions served
        double applicant_staff = 0;  ///< EUR of staff time for proposals and reports
        double promises_broken = 0;  ///< labs that lost municipal backing so far
        double college_breaks = 0;   ///< municipal colleges that broke so far
        PublicMoney money;           ///< up to the last year's end
        double take_off_month = -1;
        std::vector<Cents> type_total;  ///< paid in each flow type so far

        /// EUR, cash and staff time.
        double applicant_effort() const { return euro(money.applicants) + applicant_staff; }
        double public_spending() const { return euro(money.national + money.municipal) + applicant_effort(); }
    };

  private:
    void year(World const& world);

    OutcomeParameters parameters_;
    double fte_cost_;
    Tally tally_;
    RunRecord record_;
    std::size_t years_seen_ = 0;
};

}  // namespace spil
