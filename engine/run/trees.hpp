#pragma once
/// \file trees.hpp  Policies that grow from others: one run up to the month of the decision, then many.
///
///     [[policies]]
///     name = "portfolio from year 10"
///     preset = "portfolio"
///     from = "project"      # funded as `project` is, until the fork
///     fork_month = 120      # months under that
///
/// The first `fork_month` months of a branch are those of its trunk, bit for bit, so they are run once: the
/// trunk goes to the month of the fork, is copied, and the copy goes on under the branch's own way of
/// funding. A fork equals the straight run that switches after the same month (simulate with `switches`), as
/// a run is a function of its world's seed and its settings month by month.
///
/// From the month after the fork every process sees the branch's settings; what happens to labs, promises and
/// money then is told in processes/handover.hpp. A way of funding is set up anew (`setup_delay` months
/// without a call or intake, counted from the fork) unless it goes on choosing labs as its trunk does.

#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/io/results.hpp"
#include "engine/run/simulation.hpp"
#include "engine/run/study.hpp"

namespace spil {

/// What an exception says; never empty, as an empty message is that of a run that did not fail.
std::string message_of(std::exception const& e);

/// Index of the policy that policy `p` grows from in the end; `p` itself where it grows from none.
std::size_t root_of(Study const& study, std::size_t p);

/// Months that a world of the study takes when every trunk is run once, and when every run is straight.
std::int64_t months_as_trees(Study const& study);
std::int64_t months_straight(Study const& study);

/// A run of one policy by itself, from the first month.
struct StraightRun {
    Settings settings;  ///< of the root
    std::vector<Switch> switches;
};
/// \param values  of the uncertain quantities, as for settings_at
StraightRun straight_run(Study const& study, std::size_t policy, std::span<double const> values);

/// One run of a tree.
struct Branch {
    Settings settings;
    std::optional<std::size_t> from = {};  ///< place of its trunk in the list; none for a root
    int fork_month = 0;
    bool wanted = true;      ///< false: only others need it, and it is run no further than they do
    std::size_t policy = 0;  ///< of the study
};

/// Some policies of a study and those that they grow from, in the order of the study.
/// \param wanted  indices of policies
std::vector<Branch> branches_of(Study const& study, std::span<std::size_t const> wanted,
                                std::span<double const> values);

/// Runs what is wanted of some branches in one world, on this thread, and hands over each result as it is
/// there, with the seconds that the run itself took: those of a branch begin at its fork. A branch that fails
/// leaves the others alone; a trunk that fails takes along those that would have grown from it later, with
/// its message. At most one copy of the world is held for each level of the tree.
void grow(Country const& country, std::span<Branch const> branches, RunOptions const& options,
          std::function<void(std::size_t branch, RunResult)> const& yield);

}  // namespace spil
