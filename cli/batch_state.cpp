#include "cli/batch_state.hpp"

#include <algorithm>
#include <limits>

namespace spil::cli {

BatchState::BatchState(Study const& study, BatchPart const& part, std::vector<bool> const& skip,
                       std::span<double const> outcomes)
    : study_(study),
      part_(part),
      outcome_(part.stopping ? part.stopping->outcome : study.settings.outcome),
      runs_(study.runs()),
      skipped_(static_cast<std::size_t>(std::count(skip.begin(), skip.end(), true))),
      differences_(study.policies.size()),
      start_(std::chrono::steady_clock::now()) {
    for (std::size_t p = 0; part.stopping && p < study.policies.size(); ++p) {
        auto const& names = part.stopping->policies;
        if (std::find(names.begin(), names.end(), study.policies[p].name) != names.end())
            policies_.push_back(p);
    }
    if (!part.whole) runs_ -= skipped_;
    done_ = part.whole ? skipped_ : 0;
    for (std::size_t run = 0; run < outcomes.size(); ++run)
        if (skip[run]) add(run, outcomes[run]);
}

void BatchState::add(std::size_t run, double outcome) {
    auto const policies = study_.policies.size();
    auto const world = study_.world_of(run);
    auto& w = open_[world];
    if (w.outcomes.empty()) {
        w.outcomes.assign(policies, std::numeric_limits<double>::quiet_NaN());
        w.left = policies;
    }
    w.outcomes[study_.policy_of(run)] = outcome;
    if (--w.left > 0) return;
    auto const baseline = study_.baseline();
    for (std::size_t p = 0; p < policies; ++p)
        if (p != baseline) differences_[p].add(w.outcomes[p], w.outcomes[baseline]);
    open_.erase(world);
}

void BatchState::ended(RunEnded const& run) {
    ++ended_;
    ++done_;
    failed_ = run.failures;
    add(run.run, run.outcome);
}

double BatchState::seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

double BatchState::rate() const {
    return static_cast<double>(ended_) / std::max(1e-9, seconds());
}

std::optional<double> BatchState::seconds_left() const {
    if (ended_ == 0) return std::nullopt;
    auto most = static_cast<double>(runs_);
    if (part_.stopping) {
        Precision const wanted{part_.stopping->halfwidth, part_.stopping->confidence};
        double worlds = 0;
        bool known = true;
        for (auto const p : policies_) {
            auto const expected = differences_[p].expected_worlds(wanted);
            known = known && expected > 0;
            worlds = std::max(worlds, expected);
        }
        if (known) most = std::min(most, worlds * static_cast<double>(study_.policies.size()));
    }
    return std::max(0.0, most - static_cast<double>(done_)) / rate();
}

std::optional<std::size_t> BatchState::leading_policy() const {
    auto const baseline = study_.baseline();
    std::optional<std::size_t> leading;
    for (std::size_t p = 0; p < differences_.size(); ++p) {
        if (p == baseline || differences_[p].worlds() < 2) continue;
        if (!policies_.empty() && std::find(policies_.begin(), policies_.end(), p) == policies_.end())
            continue;
        bool const wider =
            leading && !policies_.empty() &&
            differences_[*leading].halfwidth(confidence()) > differences_[p].halfwidth(confidence());
        if (!wider) leading = p;
    }
    return leading;
}

}  // namespace spil::cli
