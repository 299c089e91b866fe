#include "engine/run/study_trees.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "engine/core/text.hpp"

namespace spil {

namespace {

/// The row of a policy; null for one that a lever made or that was drawn at random.
Node const* row_of(Scenario const& scenario, std::size_t p) {
    auto const* list = scenario.root.find("policies");
    auto const* rows = list == nullptr ? nullptr : list->array();
    return rows != nullptr && p < rows->items.size() ? &rows->items[p] : nullptr;
}

/// Reads one policy after the other, then how they hang together.
class Trees {
  public:
    Trees(Scenario const& scenario, Study& study, std::vector<Problem>& problems)
        : scenario_(scenario), study_(study), problems_(problems), sound_(study.policies.size(), true) {
        for (auto const& policy : study.policies) names_.push_back(policy.name);
    }

    void read() {
        for (std::size_t p = 0; p < names_.size(); ++p) find_trunk(p);
        for (std::size_t p = 0; p < names_.size(); ++p) refuse_circle(p);
        for (std::size_t p = 0; p < names_.size(); ++p) check_order(p);
    }

  private:
    void complain(std::size_t p, char const* key, std::string message) {
        auto const* row = row_of(scenario_, p);
        if (row == nullptr) row = scenario_.root.find("levers");
        auto const* node = row->table() == nullptr ? nullptr : row->table()->find(key);
        problems_.push_back({node != nullptr ? node->place : row->place, std::move(message)});
        sound_[p] = false;
    }

    void find_trunk(std::size_t p) {
        auto const* row = row_of(scenario_, p);
        auto& policy = study_.policies[p];
        if (row == nullptr) {  // it forks as the policy that its lever started from, whose row is looked at
            auto const found = std::find(names_.begin(), names_.end(), policy.fork.from);
            if (found != names_.end()) policy.trunk = static_cast<std::size_t>(found - names_.begin());
            return;
        }
        if (row->table() == nullptr) return;
        auto const* from = row->table()->find("from");
        auto const* month = row->table()->find("fork_month");
        if (from == nullptr) {
            if (month != nullptr && policy.fork.month != 0)
                complain(p, "fork_month",
                         "'fork_month' says when a policy leaves another; add from = \"...\"");
            return;
        }
        if (from->text() == nullptr) return;  // said when it was assigned
        if (policy.fork.from == policy.name) {
            complain(p, "from", fmt::format("\"{}\" cannot grow from itself", policy.name));
            return;
        }
        auto const found = std::find(names_.begin(), names_.end(), policy.fork.from);
        if (found == names_.end()) {
            auto others = names_;
            std::erase(others, policy.name);
            auto const near = nearest(policy.fork.from, others);
            complain(p, "from",
                     fmt::format("there is no policy \"{}\" to grow from{}", policy.fork.from,
                                 near ? fmt::format("; did you mean \"{}\"?", *near)
                                      : fmt::format("; known: {}", fmt::join(others, ", "))));
            return;
        }
        policy.trunk = static_cast<std::size_t>(found - names_.begin());
        check_month(p, month);
    }

    void check_month(std::size_t p, Node const* month) {
        auto const last = study_.settings.months - 1;
        auto const at = study_.policies[p].fork.month;
        if (month == nullptr)
            complain(p, "from",
                     fmt::format("\"{}\" needs a 'fork_month', the months under \"{}\": 1 to {}", names_[p],
                                 study_.policies[p].fork.from, last));
        else if (auto const* n = std::get_if<std::int64_t>(&month->value); n == nullptr || *n != at)
            sound_[p] = false;  // said when it was assigned
        else if (at < 1 || at > last)
            complain(p, "fork_month",
                     fmt::format("'fork_month' = {} is out of range; allowed: 1 to {} months, the run has {}",
                                 at, last, study_.settings.months));
    }

    /// Says of each circle once that it is one, where it is entered, and takes it apart.
    void refuse_circle(std::size_t p) {
        std::vector<std::size_t> path{p};
        while (auto const next = study_.policies[path.back()].trunk) {
            bool const again = std::find(path.begin(), path.end(), *next) != path.end();
            path.push_back(*next);
            if (!again) continue;
            if (*next != p) return;  // a circle further down: said at one of its own
            std::vector<std::string> circle;
            circle.reserve(path.size());
            for (auto const k : path) circle.push_back("\"" + names_[k] + "\"");
            complain(
                p, "from",
                fmt::format("policies grow from each other in a circle: {}", fmt::join(circle, " from ")));
            for (auto const k : path) {
                study_.policies[k].trunk.reset();
                sound_[k] = false;
            }
            return;
        }
    }

    void check_order(std::size_t p) {
        auto const& policy = study_.policies[p];
        if (row_of(scenario_, p) == nullptr) return;
        if (!policy.trunk || !sound_[p] || !sound_[*policy.trunk]) return;
        auto const& trunk = study_.policies[*policy.trunk];
        if (trunk.trunk && policy.fork.month <= trunk.fork.month)
            complain(
                p, "fork_month",
                fmt::format("'fork_month' = {} must lie after month {}, when \"{}\" itself leaves \"{}\"",
                            policy.fork.month, trunk.fork.month, trunk.name, trunk.fork.from));
    }

    Scenario const& scenario_;
    Study& study_;
    std::vector<Problem>& problems_;
    std::vector<bool> sound_;  // nothing wrong was found with the policy's fork
    std::vector<std::string> names_;
};

}  // namespace

void read_policy_trees(Scenario const& scenario, Study& study, std::vector<Problem>& problems) {
    Trees(scenario, study, problems).read();
}

}  // namespace spil
