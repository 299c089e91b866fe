#include "engine/run/trees.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "engine/core/error.hpp"

namespace spil {

namespace {

/// Months that had passed when the policy's way of choosing labs was set up: a trunk's calls go on.
int set_up_after(Study const& study, std::size_t p) {
    auto const& own = study.policies.at(p);
    if (!own.trunk) return 0;
    auto const& before = study.policies.at(*own.trunk).regime;
    bool const goes_on = funding(before) && before.selection == own.regime.selection;
    return goes_on ? set_up_after(study, *own.trunk) : static_cast<int>(own.fork.month);
}

/// What a policy runs with once it is itself.
Settings own_settings(Study const& study, std::size_t p, std::span<double const> values) {
    auto settings = settings_at(study, p, values);
    settings.regime.setup_delay += set_up_after(study, p);
    return settings;
}

class Growing {
  public:
    Growing(Country const& country, std::span<Branch const> branches, RunOptions const& options,
            std::function<void(std::size_t, RunResult)> const& yield)
        : country_(country),
          branches_(branches),
          options_(options),
          yield_(yield),
          children_(branches.size()) {
        std::vector<bool> needed(branches.size(), false);
        for (std::size_t b = 0; b < branches.size(); ++b)
            if (branches[b].wanted)
                for (auto at = std::optional{b}; at && !needed[*at]; at = branches[*at].from)
                    needed[*at] = true;
        for (std::size_t b = 0; b < branches.size(); ++b) {
            if (!needed[b]) continue;
            (branches[b].from ? children_.at(*branches[b].from) : roots_).push_back(b);
        }
        for (auto& list : children_)
            std::stable_sort(list.begin(), list.end(), [&](std::size_t a, std::size_t b) {
                return branches[a].fork_month < branches[b].fork_month;
            });
    }

    void all() {
        for (auto const b : roots_) {
            auto const make = [&] { return Run{country_, branches_[b].settings, options_}; };
            from_here(b, make);
        }
    }

  private:
    /// Runs branch b and all that grows from it. \param start  makes its run as it is at the fork
    void from_here(std::size_t b, std::function<Run()> const& start) {
        auto const& branch = branches_[b];
        std::optional<Run> run;
        RunResult result;
        // A failure of this run ends it; one of `yield` is not its own and goes through.
        auto const attempt = [&](auto&& step) {
            if (!result.error.empty()) return;
            auto const began = std::chrono::steady_clock::now();
            try {
                step();
            } catch (std::exception const& e) {
                result.error = message_of(e);
            }
            result.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        };
        attempt([&] { run.emplace(start()); });
        for (auto const child : children_[b]) {
            attempt([&] { run->go_on(branch.settings, branches_[child].fork_month); });
            if (!result.error.empty())
                fail(child, result.error);
            else if (child == children_[b].back() && !branch.wanted)
                from_here(child, [&] { return std::move(*run); });
            else
                from_here(child, [&] { return *run; });
        }
        if (!branch.wanted) return;
        attempt([&] {
            run->go_on(branch.settings, options_.months);
            result.record = run->finish();
        });
        run.reset();
        yield_(b, std::move(result));
    }

    void fail(std::size_t b, std::string const& message) {
        for (auto const child : children_[b]) fail(child, message);
        if (!branches_[b].wanted) return;
        RunResult result;
        result.error = message;
        yield_(b, std::move(result));
    }

    Country const& country_;
    std::span<Branch const> branches_;
    RunOptions const& options_;
    std::function<void(std::size_t, RunResult)> const& yield_;
    std::vector<std::vector<std::size_t>> children_;  // needed, by fork month
    std::vector<std::size_t> roots_;
};

}  // namespace

std::string message_of(std::exception const& e) {
    return *e.what() == '\0' ? "failed without a message" : e.what();
}

std::size_t root_of(Study const& study, std::size_t p) {
    while (study.policies.at(p).trunk) p = *study.policies[p].trunk;
    return p;
}

std::int64_t months_as_trees(Study const& study) {
    auto months = months_straight(study);
    for (auto const& policy : study.policies)
        if (policy.trunk) months -= policy.fork.month;
    return months;
}

std::int64_t months_straight(Study const& study) {
    return study.settings.months * static_cast<std::int64_t>(study.policies.size());
}

StraightRun straight_run(Study const& study, std::size_t policy, std::span<double const> values) {
    std::vector<Switch> switches;
    for (auto p = policy; study.policies.at(p).trunk; p = *study.policies[p].trunk)
        switches.push_back({static_cast<int>(study.policies[p].fork.month), own_settings(study, p, values)});
    std::reverse(switches.begin(), switches.end());
    return {own_settings(study, root_of(study, policy), values), std::move(switches)};
}

std::vector<Branch> branches_of(Study const& study, std::span<std::size_t const> wanted,
                                std::span<double const> values) {
    std::map<std::size_t, bool> needed;  // whether it is wanted, by policy
    for (auto const w : wanted) {
        needed[w] = true;
        for (auto p = w; study.policies.at(p).trunk; p = *study.policies[p].trunk)
            needed.try_emplace(*study.policies[p].trunk, false);
    }
    std::map<std::size_t, std::size_t> place;
    for (auto const& [p, own] : needed) place.emplace(p, place.size());
    std::vector<Branch> branches;
    branches.reserve(needed.size());
    for (auto const& [p, own] : needed) {
        auto const& policy = study.policies[p];
        branches.push_back({.settings = own_settings(study, p, values),
                            .from = policy.trunk ? std::optional{place.at(*policy.trunk)} : std::nullopt,
                            .fork_month = static_cast<int>(policy.fork.month),
                            .wanted = own,
                            .policy = p});
    }
    return branches;
}

void grow(Country const& country, std::span<Branch const> branches, RunOptions const& options,
          std::function<void(std::size_t branch, RunResult)> const& yield) {
    Growing(country, branches, options, yield).all();
}

}  // namespace spil
