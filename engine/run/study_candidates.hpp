#pragma once
/// \file study_candidates.hpp  What a study might vary from point to point: every declared field of the
/// parameters, then the knobs of the ways of funding.
///
/// For engine/run/study_*.cpp only.

#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/io/scenario.hpp"
#include "engine/run/study.hpp"

namespace spil {

/// A distribution under [uncertainties.ranges].
struct OwnDistribution {
    Distribution distribution;
    Place place;
};

/// A declared field that somebody might want to vary.
struct UncertaintyCandidate {
    std::string section;
    Binding field;
    bool knob = false;
    bool used = true;  ///< a knob that some policy has at another value than 0
    std::optional<OwnDistribution> own = {};
    bool sampled = false;

    std::string path() const { return section + "." + std::string{field.name}; }
    bool number() const {
        return std::holds_alternative<double*>(field.target) ||
               std::holds_alternative<std::int64_t*>(field.target);
    }
    /// "true or false", "a word", "a text", "a number"
    std::string kind() const;
    bool plausible() const { return !std::isnan(field.range.likely_low); }
    /// Whether a pattern takes it.
    bool open() const {
        return used && (own || (number() && plausible() && field.source.basis != Basis::design));
    }
    /// As a quantity of the study, all but how it is spread.
    Uncertain quantity() const;
    /// The value that a user wrote, as the number that stands for it; nothing, and a problem, when the field
    /// does not admit it.
    std::optional<double> value_of(Node const& node, std::vector<Problem>& problems) const;
};

class Candidates {
  public:
    explicit Candidates(Study& study);

    std::vector<UncertaintyCandidate>& all() { return all_; }
    UncertaintyCandidate* find(std::string const& path);
    /// What to say about a name that is none of them. \param name  "section.parameter" or "section.*"
    std::string unknown(std::string const& name) const;
    /// What to say about a knob that no policy has.
    static std::string unused(UncertaintyCandidate const& c);

  private:
    Regime knobs_;
    std::vector<UncertaintyCandidate> all_;
};

/// Complains about each key of `table` among `choices` that is not among `read`, the keys that go with the
/// choice made at `choice` (null: by default). Keys from a file farther from the user than the choice belong
/// to another choice and are passed over.
/// \param message  what to say about a key
void refuse_other_keys(Scenario const& scenario, NodeTable const& table, Node const* choice,
                       std::span<std::string_view const> choices, std::span<std::string_view const> read,
                       std::vector<Problem>& problems,
                       std::function<std::string(std::string const& key)> const& message);

}  // namespace spil
