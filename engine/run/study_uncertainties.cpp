#include "engine/run/study_uncertainties.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "engine/core/text.hpp"

namespace spil {

namespace {

/// Bounds under [uncertainties.ranges].
struct OwnRange {
    double low = 0, high = 0;
    Place place;
};

/// A declared field that somebody might want to sample.
struct Candidate {
    std::string section;
    Binding field;
    bool knob = false;
    bool used = true;  ///< a knob that some policy has at another value than 0
    std::optional<OwnRange> own = {};
    bool sampled = false;

    std::string path() const { return fmt::format("{}.{}", section, field.name); }
    bool number() const {
        return std::holds_alternative<double*>(field.target) ||
               std::holds_alternative<std::int64_t*>(field.target);
    }
    bool plausible() const { return !std::isnan(field.range.likely_low); }
    /// Whether a pattern takes it.
    bool open() const {
        bool const known = own || (plausible() && field.source.basis != Basis::design);
        return number() && used && known;
    }
};

constexpr std::string_view any = "*";

class UncertaintyReader {
  public:
    UncertaintyReader(Scenario const& scenario, Study& study, std::vector<Problem>& problems)
        : scenario_(scenario), study_(study), problems_(problems) {}

    void read() {
        auto const* node = scenario_.root.find("uncertainties");
        if (node == nullptr) return;
        auto const* t = node->table();
        if (t == nullptr)
            return complain(
                node->place,
                fmt::format("'uncertainties' must be a section, [uncertainties], not {}", node->kind()));
        auto const before = problems_.size();
        Uncertainties found;
        constexpr std::array<std::string_view, 3> own{"sample", "leave", "ranges"};
        assign(*t, bind(found.settings), "[uncertainties]", problems_, own);
        list_candidates();
        if (auto const* ranges = t->find("ranges")) read_ranges(*ranges);
        auto const* sample = t->find("sample");
        if (sample == nullptr)
            return complain(node->place,
                            "[uncertainties] needs 'sample', what differs from point to point; "
                            "sample = [\"*\"] is every parameter that has a plausible range");
        each_name(*sample, "sample", [&](Node const& at, std::string const& name) { take(at, name); });
        if (auto const* leave = t->find("leave"))
            each_name(*leave, "leave", [&](Node const& at, std::string const& name) { give(at, name); });
        if (problems_.size() != before) return;
        for (auto const& c : candidates_) {
            if (c.own && !c.sampled)
                complain(c.own->place,
                         fmt::format("'{}' has a range but is not sampled; add it to 'sample'", c.path()));
            if (!c.sampled) continue;
            auto const& r = c.field.range;
            found.sampled.push_back({.name = c.path(),
                                     .knob = c.knob,
                                     .whole = std::holds_alternative<std::int64_t*>(c.field.target),
                                     .low = c.own ? c.own->low : r.likely_low,
                                     .high = c.own ? c.own->high : r.likely_high,
                                     .unit = std::string{c.field.unit},
                                     .meaning = std::string{c.field.meaning}});
        }
        if (found.sampled.empty()) complain(sample->place, "'sample' and 'leave' leave nothing to sample");
        study_.uncertainties = std::move(found);
    }

  private:
    void complain(Place place, std::string message) {
        problems_.push_back({std::move(place), std::move(message)});
    }

    void list_candidates() {
        for (auto const& section : sections(study_.parameters))
            for (auto const& field : section.bindings)
                candidates_.push_back({.section = section.name, .field = field});
        for (auto const& knob : bind(knobs_)) {
            bool used = study_.policies.empty();  // their absence has been complained about
            for (auto& policy : study_.policies)
                for (auto const& own : bind(policy.regime))
                    used = used || (own.name == knob.name && own.number() != 0);
            candidates_.push_back(
                {.section = std::string{Regime::name}, .field = knob, .knob = true, .used = used});
        }
    }

    Candidate* find(std::string const& path) {
        auto const found = std::find_if(candidates_.begin(), candidates_.end(),
                                        [&](auto const& c) { return c.path() == path; });
        return found == candidates_.end() ? nullptr : &*found;
    }

    void unknown(Place const& place, std::string const& name) {
        if (name.starts_with("missions."))
            return complain(place, fmt::format("'{}': the missions' own values cannot be sampled", name));
        std::vector<std::string> known;
        bool const all = name.ends_with(".*");
        for (auto const& c : candidates_)
            if (!all)
                known.push_back(c.path());
            else if (known.empty() || known.back() != c.section + ".*")
                known.push_back(c.section + ".*");
        auto const near = nearest(name, known);
        complain(place, fmt::format("there is no parameter '{}'; {}", name,
                                    near ? fmt::format("did you mean '{}'?", *near)
                                         : "`spil describe parameters` lists what there is"));
    }

    template <class Use>
    void each_name(Node const& list, std::string_view key, Use use) {
        if (list.array() == nullptr)
            return complain(list.place, fmt::format("'{}' must be a list of names, [\"calls.*\"], not {}",
                                                    key, list.kind()));
        for (auto const& item : list.array()->items) {
            if (item.text() == nullptr)
                complain(item.place, fmt::format("a name in '{}' must be a text, not {}", key, item.kind()));
            else
                use(item, *item.text());
        }
    }

    /// What a name with a star means; nothing when it has none.
    std::optional<std::vector<Candidate*>> matches(Place const& place, std::string const& name) {
        bool const everything = name == any;
        if (!everything && !name.ends_with(".*")) return std::nullopt;
        auto const section = everything ? name : name.substr(0, name.size() - 2);
        std::vector<Candidate*> found;
        for (auto& c : candidates_)
            if (everything ? !c.knob : c.section == section) found.push_back(&c);
        if (found.empty()) unknown(place, name);
        return found;
    }

    void take(Node const& at, std::string const& name) {
        if (auto const several = matches(at.place, name)) {
            std::size_t taken = 0;
            for (auto* c : *several)
                if (c->open()) c->sampled = true, ++taken;
            if (taken == 0 && !several->empty())
                complain(at.place, fmt::format("'{}' matches nothing that has a plausible range; give bounds "
                                               "under [uncertainties.ranges]",
                                               name));
            return;
        }
        auto* c = find(name);
        if (c == nullptr) return unknown(at.place, name);
        if (!c->number())
            return complain(
                at.place,
                fmt::format("'{}' is {}; only numbers can be sampled", name,
                            std::holds_alternative<bool*>(c->field.target) ? "true or false" : "a word"));
        if (!c->used)
            return complain(at.place, fmt::format("no policy has a '{}' other than 0: sampling it would "
                                                  "change nothing",
                                                  c->field.name));
        if (!c->own && !c->plausible())
            return complain(at.place, fmt::format("'{}' has no plausible range; give bounds under "
                                                  "[uncertainties.ranges]: \"{}\" = [low, high]",
                                                  name, name));
        c->sampled = true;
    }

    void give(Node const& at, std::string const& name) {
        auto several = matches(at.place, name);
        if (!several) {
            auto* c = find(name);
            if (c == nullptr) return unknown(at.place, name);
            several = std::vector<Candidate*>{c};
        }
        bool const any_sampled =
            std::any_of(several->begin(), several->end(), [](auto const* c) { return c->sampled; });
        if (!any_sampled && !several->empty())
            complain(at.place, fmt::format("'{}' takes out nothing that is sampled", name));
        for (auto* c : *several) c->sampled = false;
    }

    /// "a.b" = [..] and a.b = [..] are the same: a key in quotes, or a table in a table.
    void read_ranges(Node const& node, std::string const& prefix = {}) {
        auto const* t = node.table();
        if (t == nullptr)
            return complain(node.place, fmt::format("'ranges' must be a section, [uncertainties.ranges], "
                                                    "not {}",
                                                    node.kind()));
        for (auto const& [key, value] : t->entries) {
            auto const name = prefix + key;
            if (prefix.empty() && value.table() != nullptr)
                read_ranges(value, name + ".");
            else if (auto* c = find(name))
                read_range(*c, value);
            else
                unknown(value.place, name);
        }
    }

    void read_range(Candidate& c, Node const& node) {
        auto const name = c.path();
        if (!c.number())
            return complain(node.place, fmt::format("'{}' is no number: it cannot have a range", name));
        std::vector<double> bounds;
        if (auto const* list = node.array())
            for (auto const& item : list->items) {
                if (auto const* whole = std::get_if<std::int64_t>(&item.value))
                    bounds.push_back(static_cast<double>(*whole));
                else if (auto const* real = std::get_if<double>(&item.value))
                    bounds.push_back(*real);
            }
        if (bounds.size() != 2 || node.array()->items.size() != 2)
            return complain(node.place,
                            fmt::format("the range of '{}' must be two numbers, [low, high]", name));
        auto const written = fmt::format("the range of '{}' = [{}, {}]", name, bounds[0], bounds[1]);
        auto const& hard = c.field.range;
        if (!(bounds[0] < bounds[1]))
            return complain(node.place, written + ": the first bound must lie below the second");
        if (!hard.admits(bounds[0]) || !hard.admits(bounds[1]))
            return complain(
                node.place,
                fmt::format("{} leaves what is allowed: {}{}", written, c.field.allowed(),
                            c.field.unit == "1" ? std::string{} : fmt::format(" {}", c.field.unit)));
        // Given both ways in several files, the one nearer to the user wins.
        if (c.own && scenario_.distance(c.own->place) < scenario_.distance(node.place)) return;
        c.own = OwnRange{bounds[0], bounds[1], node.place};
    }

    Scenario const& scenario_;
    Study& study_;
    std::vector<Problem>& problems_;
    Regime knobs_;
    std::vector<Candidate> candidates_;
};

}  // namespace

void read_study_uncertainties(Scenario const& scenario, Study& study, std::vector<Problem>& problems) {
    UncertaintyReader{scenario, study, problems}.read();
}

}  // namespace spil
