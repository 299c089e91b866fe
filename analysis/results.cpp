#include "analysis/results.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"

namespace spil {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int8_t pending = 0;
constexpr std::int8_t ok = 1;
constexpr std::array<std::string_view, 5> index_of_runs{"run_policy", "run_world", "run_replicate",
                                                        "run_status", "run_error"};

[[noreturn]] void not_results(std::string const& path, std::string const& reason) {
    throw FileError(path, "read", reason + ": this is not a results file of spil");
}

template <class T>
std::vector<T> per_run(hdf5::File const& file, std::string const& name) {
    if (!file.has(name)) not_results(file.path(), "it has no variable '" + name + "'");
    if (file.dimensions(name) != std::vector<std::string>{"run"}) {
        not_results(file.path(), "'" + name + "' should have one value per run");
    }
    return file.read<T>(name);
}

Direction direction_of(hdf5::File const& file, std::string const& name) {
    auto const text = file.text_attribute(name, "direction").value_or("none");
    if (text == "higher_is_better") return Direction::higher_is_better;
    if (text == "lower_is_better") return Direction::lower_is_better;
    if (text == "none") return Direction::none;
    throw FileError(file.path(), "read", "'" + name + "' has the unknown direction '" + text + "'");
}

std::vector<Outcome> outcomes_of(hdf5::File const& file) {
    std::vector<Outcome> outcomes;
    for (auto const& name : file.variables()) {
        bool const index = std::find(index_of_runs.begin(), index_of_runs.end(), name) != index_of_runs.end();
        auto dimensions = file.dimensions(name);
        if (index || dimensions.empty() || dimensions.front() != "run") continue;
        if (file.type(name) == hdf5::Type::string) continue;
        outcomes.push_back({name, file.text_attribute(name, "long_name").value_or(""),
                            file.text_attribute(name, "units").value_or(""), direction_of(file, name),
                            std::move(dimensions)});
    }
    return outcomes;
}

std::string listed(std::vector<std::string> const& names) {
    std::string text;
    for (auto const& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string suggestion(std::string const& word, std::vector<std::string> const& names) {
    if (auto const near = nearest(word, names)) return "did you mean '" + *near + "'?";
    return names.empty() ? "it has none" : "it has " + listed(names);
}

/// Of a batch with a stopping rule that has ended. Runs are stored world by world.
std::optional<std::size_t> worlds_that_were_enough(hdf5::File const& file) {
    if (!file.has("stopping") || !file.has("world")) return {};
    auto const worlds = file.number_attribute("stopping", "stopped_after_worlds");
    if (!worlds) return {};
    if (worlds->size() != 1 || !(worlds->front() >= 1))
        throw FileError(file.path(), "read", "'stopped_after_worlds' is not a number of worlds");
    return static_cast<std::size_t>(worlds->front());
}

std::vector<std::string> names_of(std::vector<Outcome> const& outcomes) {
    std::vector<std::string> names;
    names.reserve(outcomes.size());
    for (auto const& outcome : outcomes) names.push_back(outcome.name);
    return names;
}

}  // namespace

Results::Results(std::string const& path) : file_(hdf5::File::open(path)) {
    if (!file_.has("policy")) not_results(path, "it has no dimension 'policy'");
    policies_ = file_.read_strings("policy");
    run_policy_ = per_run<std::int32_t>(file_, "run_policy");
    run_world_ = per_run<std::int32_t>(file_, "run_world");
    run_replicate_ = per_run<std::int32_t>(file_, "run_replicate");
    run_status_ = per_run<std::int8_t>(file_, "run_status");
    if (auto const worlds = worlds_that_were_enough(file_)) {
        auto const runs = policies_.size() * *worlds;
        if (runs < run_status_.size()) {
            planned_worlds_ = file_.shape("world").at(0);
            for (auto* index : {&run_policy_, &run_world_, &run_replicate_}) index->resize(runs);
            run_status_.resize(runs);
        }
    }
    for (auto const policy : run_policy_) {
        if (policy < 0 || static_cast<std::size_t>(policy) >= policies_.size()) {
            not_results(path, "'run_policy' holds " + std::to_string(policy) + ", but there are " +
                                  std::to_string(policies_.size()) + " policies");
        }
    }
    worlds_.assign(run_world_.begin(), run_world_.end());
    std::sort(worlds_.begin(), worlds_.end());
    worlds_.erase(std::unique(worlds_.begin(), worlds_.end()), worlds_.end());
    if (file_.has("year")) {
        auto const years = file_.read<std::int32_t>("year");
        years_.assign(years.begin(), years.end());
    }
    outcomes_ = outcomes_of(file_);
}

std::optional<std::string> Results::primary_outcome() const {
    return file_.text_attribute("/", "primary_outcome");
}

std::size_t Results::failed_runs() const {
    auto const failed = [](std::int8_t status) { return status != ok && status != pending; };
    return static_cast<std::size_t>(std::count_if(run_status_.begin(), run_status_.end(), failed));
}

std::size_t Results::pending_runs() const {
    return static_cast<std::size_t>(std::count(run_status_.begin(), run_status_.end(), pending));
}

Outcome const& Results::outcome(std::string const& name) const {
    auto const found = std::find_if(outcomes_.begin(), outcomes_.end(),
                                    [&](Outcome const& outcome) { return outcome.name == name; });
    if (found != outcomes_.end()) return *found;
    throw InputError(Place{.file = path()},
                     "no outcome is called '" + name + "'; " + suggestion(name, names_of(outcomes_)));
}

std::optional<int> Results::year_of(Outcome const& outcome, std::optional<int> year) const {
    auto const refuse = [&](std::string const& message) { throw InputError(Place{.file = path()}, message); };
    if (!outcome.yearly()) {
        if (year) refuse("'" + outcome.name + "' has no years; leave the year out or take a yearly outcome");
        return {};
    }
    if (years_.empty()) refuse("'" + outcome.name + "' runs over years, but the file has none");
    if (!year) return years_.back();
    if (std::find(years_.begin(), years_.end(), *year) == years_.end()) {
        refuse("no year " + std::to_string(*year) + " in the file; it has " + std::to_string(years_.front()) +
               " to " + std::to_string(years_.back()));
    }
    return year;
}

std::vector<PolicyRuns> Results::run_values(std::string const& name, std::optional<int> year) const {
    auto const& wanted = outcome(name);
    if (!wanted.per_run() && !wanted.yearly()) {
        throw InputError(Place{.file = path()},
                         "'" + name + "' has the dimensions " + listed(wanted.dimensions) +
                             "; a comparison takes one number per run, or per run and year");
    }
    hdf5::Shape offset{0};
    hdf5::Shape count{runs()};
    if (auto const chosen = year_of(wanted, year)) {
        auto const at = std::find(years_.begin(), years_.end(), *chosen) - years_.begin();
        offset.push_back(static_cast<std::uint64_t>(at));
        count.push_back(1);
    }
    auto const values = file_.read<double>(name, offset, count);
    std::vector<PolicyRuns> result;
    for (auto const& policy : policies_) result.push_back({policy, {}});
    for (std::size_t run = 0; run < runs(); ++run) {
        result[static_cast<std::size_t>(run_policy_[run])].runs.push_back(
            {run_world_[run], run_replicate_[run], run_status_[run] == ok ? values[run] : nan});
    }
    return result;
}

PointTable Results::points() const {
    PointTable table;
    if (!file_.has("point_value")) return table;
    if (!file_.has("uncertainty") || !file_.has("world_point"))
        not_results(path(), "it has 'point_value' without 'uncertainty' or 'world_point'");
    table.quantities = file_.read_strings("uncertainty");
    table.values = file_.read<double>("point_value");
    auto const points = file_.read<std::int32_t>("world_point");
    table.world_point.assign(points.begin(), points.end());
    auto const count = static_cast<std::int64_t>(table.points());
    bool const fits =
        std::all_of(points.begin(), points.end(), [&](auto p) { return p >= 0 && p < count; }) &&
        std::all_of(worlds_.begin(), worlds_.end(),
                    [&](int w) { return w >= 0 && static_cast<std::size_t>(w) < points.size(); });
    if (!fits) not_results(path(), "'world_point' does not give each world one of the points");
    table.design = file_.text_attribute("/", "points_design").value_or("");
    if (file_.has("uncertainty_type"))
        for (auto const& type : file_.read_strings("uncertainty_type")) table.words.push_back(type == "word");
    if (file_.has("point_moved")) {
        auto const moved = file_.read<std::int32_t>("point_moved");
        table.moved.assign(moved.begin(), moved.end());
    }
    if ((!table.moved.empty() || table.design == "saltelli") && table.moved.size() != table.points())
        not_results(path(), "'point_moved' is not there for every point");
    return table;
}

std::vector<Lineage> Results::lineage() const {
    std::vector<Lineage> branches;
    if (!file_.has("policy_from")) return branches;
    auto const from = file_.read_strings("policy_from");
    auto const months = file_.read<std::int32_t>("policy_fork_month");
    if (from.size() != policies_.size() || months.size() != policies_.size())
        not_results(path(), "'policy_from' and 'policy_fork_month' should have one value per policy");
    for (std::size_t p = 0; p < from.size(); ++p)
        if (!from[p].empty()) branches.push_back({policies_[p], from[p], months[p]});
    return branches;
}

std::vector<double> Results::world_values(std::string const& outcome, std::string const& policy,
                                          std::optional<int> year) const {
    for (auto const& runs : run_values(outcome, year)) {
        if (runs.policy == policy) return world_means(runs.runs, worlds_);
    }
    throw InputError(Place{.file = path()},
                     "no policy is called '" + policy + "'; " + suggestion(policy, policies_));
}

std::vector<std::string> default_outcomes(Results const& results) {
    std::vector<std::string> names;
    if (auto const primary = results.primary_outcome()) names.push_back(*primary);
    for (auto const& outcome : results.outcomes()) {
        bool const first = !names.empty() && names.front() == outcome.name;
        if (!first && outcome.per_run() && outcome.direction != Direction::none)
            names.push_back(outcome.name);
    }
    return names;
}

OutcomeLabel label_of(Results const& results, std::vector<std::string> const& names, std::string const& name,
                      std::optional<int> year) {
    auto const& outcome = results.outcome(name);
    bool const any_yearly = std::any_of(names.begin(), names.end(), [&](std::string const& other) {
        return results.outcome(other).yearly();
    });
    auto const asked = any_yearly && !outcome.yearly() ? std::optional<int>{} : year;
    return {outcome.name, outcome.long_name, outcome.unit, outcome.direction,
            results.year_of(outcome, asked)};
}

std::vector<OutcomeComparison> compare_results(Results const& results, ComparisonRequest const& request,
                                               std::vector<std::string>* skipped) {
    bool const by_default = request.outcomes.empty();
    auto const names = by_default ? default_outcomes(results) : request.outcomes;
    if (names.empty()) {
        throw InputError(Place{.file = results.path()},
                         "the file names no outcome to compare by default; choose one: " +
                             suggestion("", names_of(results.outcomes())));
    }
    ComparisonOptions const options{request.baseline, request.confidence, results.path()};
    auto const compared = [&](std::string const& name) {
        auto label = label_of(results, names, name, request.year);
        auto runs = results.run_values(name, label.year);
        return std::pair{std::move(label), std::move(runs)};
    };
    std::vector<OutcomeComparison> comparisons;
    for (auto const& name : names) {
        auto [label, runs] = compared(name);
        if (by_default && !comparable(runs, options)) {
            if (skipped != nullptr) skipped->push_back(name);
            continue;
        }
        comparisons.push_back(compare_policies(std::move(label), runs, options));
    }
    if (comparisons.empty()) {  // the leading one says why
        auto [label, runs] = compared(names.front());
        comparisons.push_back(compare_policies(std::move(label), runs, options));
    }
    return comparisons;
}

}  // namespace spil
