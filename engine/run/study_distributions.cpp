#include "engine/run/study_distributions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace spil {

namespace {

/// What a normal distribution must keep between its ends for a double to tell its quantiles apart.
constexpr double least_kept = 1e-9;

/// Reads how one quantity is spread.
class DistributionReader {
  public:
    DistributionReader(Scenario const& scenario, UncertaintyCandidate const& c, Node const& node,
                       std::vector<Problem>& problems)
        : scenario_(scenario), c_(c), node_(node), problems_(problems) {}

    std::optional<Distribution> read() {
        auto const before = problems_.size();
        if (node_.table() != nullptr)
            read_long();
        else
            read_short();
        if (problems_.size() != before) return std::nullopt;
        return std::move(found_);
    }

  private:
    void complain(Place const& place, std::string message) {
        problems_.push_back({place, std::move(message)});
    }

    /// [low, high]
    void read_short() {
        if (!c_.number())
            return complain(node_.place, fmt::format("'{}' is no number: it cannot have a range; give its "
                                                     "values, {{ values = [..] }}",
                                                     c_.path()));
        std::vector<double> bounds;
        if (auto const* list = node_.array())
            for (auto const& item : list->items)
                if (auto const bound = number_in(item)) bounds.push_back(*bound);
        if (bounds.size() != 2 || node_.array()->items.size() != 2)
            return complain(node_.place,
                            fmt::format("the range of '{}' must be two numbers, [low, high]", c_.path()));
        found_.settings.low = bounds[0];
        found_.settings.high = bounds[1];
        check_range();
    }

    void read_long() {
        auto const& t = *node_.table();
        auto& s = found_.settings;
        constexpr std::array<std::string_view, 2> lists{"values", "weights"};
        auto const before = problems_.size();
        auto const* choice = t.find("distribution");
        assign(t, bind(s), fmt::format("the distribution of '{}'", c_.path()), problems_, lists);
        if (choice == nullptr && t.find("values") != nullptr) s.distribution = DistributionKind::categorical;
        if (problems_.size() != before) return;
        auto const kind =
            std::string{Words<DistributionKind>::list[static_cast<std::size_t>(s.distribution)]};
        constexpr std::array<std::string_view, 8> all{"low",  "high",   "mean",   "sd",
                                                      "mode", "levels", "values", "weights"};
        auto const read = keys_of(s.distribution);
        refuse_other_keys(scenario_, t, choice, all, read, problems_, [&](std::string const& key) {
            return fmt::format("a {} distribution has no '{}'; it has {}", kind, key, fmt::join(read, ", "));
        });
        if (problems_.size() != before) return;
        if (s.distribution == DistributionKind::categorical) return read_values(t);
        if (!c_.number())
            return complain(node_.place, fmt::format("'{}' is {}: it can only have a list of values, "
                                                     "{{ values = [..] }}",
                                                     c_.path(), c_.kind()));
        for (auto const key : read)
            if (t.find(key) == nullptr && (key == "mean" || key == "sd" || key == "mode"))
                complain(node_.place,
                         fmt::format("the {} distribution of '{}' needs a '{}'", kind, c_.path(), key));
        if (problems_.size() != before) return;
        auto const& range = c_.field.range;
        bool const normal = s.distribution == DistributionKind::normal;
        if (t.find("low") == nullptr) s.low = normal ? range.low : range.likely_low;
        if (t.find("high") == nullptr) s.high = normal ? range.high : range.likely_high;
        if (std::isnan(s.low) || std::isnan(s.high))
            return complain(node_.place,
                            fmt::format("'{}' has no plausible range; give 'low' and 'high'", c_.path()));
        check_range();
        if (problems_.size() == before) check_shape(t);
    }

    void check_range() {
        auto const& s = found_.settings;
        auto const written = fmt::format("the range of '{}' = [{}, {}]", c_.path(), s.low, s.high);
        if (!(s.low < s.high))
            return complain(node_.place, written + ": the first bound must lie below the second");
        auto const& hard = c_.field.range;
        if (!hard.admits(s.low) || !hard.admits(s.high))
            complain(node_.place,
                     fmt::format("{} leaves what is allowed: {}{}", written, c_.field.allowed(),
                                 c_.field.unit == "1" ? std::string{} : fmt::format(" {}", c_.field.unit)));
    }

    void check_shape(NodeTable const& t) {
        auto const& s = found_.settings;
        auto const at = [&](std::string_view key) {
            auto const* own = t.find(key);
            return own != nullptr ? own->place : node_.place;
        };
        auto const name = c_.path();
        switch (s.distribution) {
            case DistributionKind::log_uniform:
                if (s.low <= 0)
                    complain(at("low"), fmt::format("the lower end of '{}' = {} must lie above 0: its "
                                                    "logarithm is uniform",
                                                    name, s.low));
                break;
            case DistributionKind::normal:
                if (s.sd == 0)
                    complain(at("sd"), fmt::format("the standard deviation of '{}' must lie above 0", name));
                else if (kept_between(s) < least_kept)
                    complain(node_.place, fmt::format("next to nothing of the normal distribution of '{}' "
                                                      "lies between {} and {}",
                                                      name, s.low, s.high));
                break;
            case DistributionKind::triangular:
                if (s.mode < s.low || s.mode > s.high)
                    complain(at("mode"), fmt::format("the mode of '{}' = {} must lie between {} and {}", name,
                                                     s.mode, s.low, s.high));
                break;
            case DistributionKind::integer:
                if (std::floor(s.low) != s.low || std::floor(s.high) != s.high)
                    complain(node_.place,
                             fmt::format("'{}' is spread over whole numbers: {} and {} must be whole", name,
                                         s.low, s.high));
                break;
            case DistributionKind::uniform:
            case DistributionKind::categorical:
                break;
        }
    }

    void read_values(NodeTable const& t) {
        auto const* values = t.find("values");
        if (values == nullptr)
            return complain(node_.place,
                            fmt::format("the categorical distribution of '{}' needs 'values'", c_.path()));
        if (values->array() == nullptr)
            return complain(values->place, fmt::format("'values' of '{}' must be a list, not {}", c_.path(),
                                                       values->kind()));
        auto const before = problems_.size();
        for (auto const& item : values->array()->items) {
            auto const value = c_.value_of(item, problems_);
            if (!value) continue;
            if (std::find(found_.values.begin(), found_.values.end(), *value) != found_.values.end())
                complain(item.place, fmt::format("a value of '{}' stands here twice", c_.path()));
            found_.values.push_back(*value);
        }
        if (problems_.size() != before) return;
        if (found_.values.size() < 2)
            complain(values->place, fmt::format("'values' of '{}' must be two or more", c_.path()));
        if (auto const* weights = t.find("weights")) read_weights(*weights);
    }

    void read_weights(Node const& node) {
        if (auto const* list = node.array())
            for (auto const& item : list->items)
                if (auto const weight = number_in(item); weight && std::isfinite(*weight) && *weight >= 0)
                    found_.weights.push_back(*weight);
        bool const fit = node.array() != nullptr && found_.weights.size() == node.array()->items.size() &&
                         found_.weights.size() == found_.values.size();
        if (!fit || std::accumulate(found_.weights.begin(), found_.weights.end(), 0.0) <= 0)
            complain(node.place,
                     fmt::format("'weights' of '{}' must be {} numbers from 0, one for each value "
                                 "and not all 0",
                                 c_.path(), found_.values.size()));
    }

    static std::optional<double> number_in(Node const& item) {
        if (auto const* whole = std::get_if<std::int64_t>(&item.value)) return static_cast<double>(*whole);
        if (auto const* real = std::get_if<double>(&item.value)) return *real;
        return std::nullopt;
    }

    Scenario const& scenario_;
    UncertaintyCandidate const& c_;
    Node const& node_;
    std::vector<Problem>& problems_;
    Distribution found_;
};

}  // namespace

void read_distributions(Scenario const& scenario, Node const& ranges, Candidates& candidates,
                        std::vector<Problem>& problems) {
    each_quantity(ranges, "ranges", candidates, problems, [&](UncertaintyCandidate& c, Node const& node) {
        auto found = DistributionReader{scenario, c, node, problems}.read();
        if (!found) return;
        // Given both ways in several files, the one nearer to the user wins.
        if (c.own && scenario.distance(c.own->place) < scenario.distance(node.place)) return;
        c.own = OwnDistribution{std::move(*found), node.place};
    });
}

}  // namespace spil
