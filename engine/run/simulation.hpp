#pragma once
/// \file simulation.hpp  One run: populate a world, walk the schedule month by month, observe.
///
/// A run may change its way of funding under way: after some months it goes on under other settings, with all
/// its state (model/schedule.hpp, `handover`). A `Run` is a run under way. Everything that it remembers from
/// one month to the next is in it, and luck has an address and no state: a copy goes on exactly as the
/// original would have, so that a fork is a copy (trees.hpp).

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/model/outputs.hpp"
#include "engine/model/parameters.hpp"
#include "engine/schema/output.hpp"
#include "engine/world/country.hpp"
#include "engine/world/process.hpp"
#include "engine/world/world.hpp"

namespace spil {

/// From the month after month `after` on, the run goes on under these settings.
struct Switch {
    int after = 0;
    Settings settings;
};

struct RunOptions {
    std::uint64_t seed = 1;  ///< of the world
    int months = 360;
    std::size_t solutions_per_mission = 6;
    /// Called after each month (and once before the first, with month 0); for tests and traces.
    std::function<void(World const&, int month)> observe = {};
    /// Another schedule than the model's own; for tests.
    Schedule<Settings> const* schedule = nullptr;
    std::vector<Switch> switches = {};  ///< by month, each within the run
};

class Run {
  public:
    /// Populates the world; month 0. \param options  must outlive the run; its switches are not looked at
    Run(Country const& country, Settings const& settings, RunOptions const& options);

    /// Up to the end of month `until`, at least the month where the run is. Where the way of funding is
    /// another than in the months before, it takes over first. \throws ContractError  when the ledger or a
    /// grant does not add up
    void go_on(Settings const& settings, int until);

    /// The results, after the last month.
    RunRecord finish();

  private:
    void one_month(Settings const& settings);

    RunOptions const* options_;
    World world_;
    Observer observer_;
    Regime regime_;
    int month_ = 0;
};

/// Runs one policy in one world. A pure function of its arguments: the same bits for any number of threads.
/// \param settings  up to the first of the switches
/// \throws ContractError when the ledger or a grant does not add up
RunRecord simulate(Country const& country, Settings const& settings, RunOptions const& options);

}  // namespace spil
