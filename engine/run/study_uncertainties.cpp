#include "engine/run/study_uncertainties.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "engine/core/sobol.hpp"
#include "engine/run/lever_policies.hpp"
#include "engine/run/study_candidates.hpp"
#include "engine/run/study_distributions.hpp"
#include "engine/run/study_points.hpp"

namespace spil {

namespace {

constexpr std::string_view any = "*";

class UncertaintyReader {
  public:
    UncertaintyReader(Scenario const& scenario, Study& study, std::vector<Problem>& problems)
        : scenario_(scenario), study_(study), problems_(problems), candidates_(study) {}

    void read() {
        auto const* node = scenario_.root.find("uncertainties");
        if (node == nullptr) return;
        auto const* t = node->table();
        if (t == nullptr)
            return complain(
                node->place,
                fmt::format("'uncertainties' must be a section, [uncertainties], not {}", node->kind()));
        constexpr std::array<std::string_view, 4> own{"sample", "leave", "ranges", "values"};
        assign(*t, bind(found_.settings), "[uncertainties]", problems_, own);
        design_ = t->find("design");
        if (known_design()) refuse_keys_of_other_designs(*t);
        auto const before = problems_.size();  // what was said so far hides nothing of the rest
        if (found_.settings.design == UncertaintyDesign::list) {
            read_listed_points(scenario_, *node, candidates_, study_, found_, problems_);
            if (problems_.size() != before) return;
        } else {
            read_sample(*node, *t);
            if (problems_.size() != before) return;
            spread();
        }
        refuse_lever_knobs();
        check_design(*node);
        study_.uncertainties = std::move(found_);
    }

  private:
    void complain(Place place, std::string message) {
        problems_.push_back({std::move(place), std::move(message)});
    }

    /// Whether the design is what the user wrote, or was left to the default.
    bool known_design() const {
        return design_ == nullptr ||
               (design_->text() != nullptr && *design_->text() == to_string(found_.settings.design));
    }

    void refuse_keys_of_other_designs(NodeTable const& t) {
        auto const design = found_.settings.design;
        auto const read = keys_of(design);
        constexpr std::array<std::string_view, 11> all{"points", "scramble",     "levels", "trajectories",
                                                       "base",   "second_order", "table",  "sample",
                                                       "leave",  "ranges",       "values"};
        refuse_other_keys(scenario_, t, design_, all, read, problems_, [&](std::string const& key) {
            return fmt::format("the design \"{}\" has no '{}'; it has {}", to_string(design), key,
                               fmt::join(read, ", "));
        });
    }

    void read_sample(Node const& node, NodeTable const& t) {
        if (auto const* ranges = t.find("ranges"))
            read_distributions(scenario_, *ranges, candidates_, problems_);
        sample_ = t.find("sample");
        if (sample_ == nullptr)
            return complain(node.place,
                            "[uncertainties] needs 'sample', what differs from point to point; "
                            "sample = [\"*\"] is every parameter that has a plausible range");
        each_name(*sample_, "sample", [&](Node const& at, std::string const& name) { take(at, name); });
        if (auto const* leave = t.find("leave"))
            each_name(*leave, "leave", [&](Node const& at, std::string const& name) { give(at, name); });
    }

    /// Makes quantities of what is sampled.
    void spread() {
        for (auto const& c : candidates_.all()) {
            if (c.own && !c.sampled)
                complain(c.own->place,
                         fmt::format("'{}' has a range but is not sampled; add it to 'sample'", c.path()));
            if (!c.sampled) continue;
            auto quantity = c.quantity();
            if (c.own) {
                check_own(c);
                quantity.distribution = c.own->distribution;
            } else {
                quantity.distribution = Distribution{
                    {.low = c.field.range.likely_low, .high = c.field.range.likely_high}, {}, {}};
            }
            auto const& d = *quantity.distribution;
            bool const listed = !d.values.empty();
            quantity.low = listed ? *std::min_element(d.values.begin(), d.values.end()) : d.settings.low;
            quantity.high = listed ? *std::max_element(d.values.begin(), d.values.end()) : d.settings.high;
            found_.sampled.push_back(std::move(quantity));
        }
        if (found_.sampled.empty()) complain(sample_->place, "'sample' and 'leave' leave nothing to sample");
    }

    /// What the distribution and the design have to say about each other.
    void check_own(UncertaintyCandidate const& c) {
        auto const& [d, place] = *c.own;
        auto const& s = found_.settings;
        bool const factorial = s.design == UncertaintyDesign::full_factorial;
        bool const earlier =
            design_ != nullptr && scenario_.distance(design_->place) < scenario_.distance(place);
        if (!factorial && d.settings.levels > 0 && !earlier)
            complain(place,
                     fmt::format("'{}' has levels, which only the design full_factorial has", c.path()));
        if (factorial && !d.weights.empty())
            complain(place, fmt::format("'{}' has weights, which a full factorial has no use for: it takes "
                                        "each value once",
                                        c.path()));
        bool const unscrambled =
            (s.design == UncertaintyDesign::sobol || s.design == UncertaintyDesign::saltelli) && !s.scramble;
        bool const open =
            d.values.empty() && !(std::isfinite(d.settings.low) && std::isfinite(d.settings.high));
        if (open && (unscrambled || s.design == UncertaintyDesign::morris))
            complain(place,
                     fmt::format("'{}' is normal without an end, and this design goes to the ends; give "
                                 "it 'low' and 'high'",
                                 c.path()));
    }

    /// A sampled knob would take the place of what a lever says.
    void refuse_lever_knobs() {
        for (auto const& [knob, place] : lever_knobs(scenario_))
            if (std::any_of(found_.sampled.begin(), found_.sampled.end(), [&, &name = knob](auto const& s) {
                    return s.knob && s.name == fmt::format("{}.{}", Regime::name, name);
                }))
                complain(place,
                         fmt::format("'{}' is a lever here and sampled in [uncertainties]: the points' "
                                     "values would take the place of these",
                                     knob));
    }

    void check_design(Node const& section) {
        auto const& s = found_.settings;
        if (s.design == UncertaintyDesign::morris && s.levels % 2 != 0)
            complain(section.table()->find("levels")->place,
                     fmt::format("'levels' = {} is odd; the steps of the design morris are half the "
                                 "levels: take an even number",
                                 s.levels));
        bool const pairs = s.design == UncertaintyDesign::saltelli;
        if (pairs || s.design == UncertaintyDesign::sobol)
            if (auto const wanted = (pairs ? 2 : 1) * found_.sampled.size(); wanted > most_sobol_dimensions)
                complain(section.place,
                         fmt::format("a Sobol' sequence of {} dimensions is not known; at most {}: "
                                     "sample fewer quantities",
                                     wanted, most_sobol_dimensions));
        found_.points = design_size(found_);
        if (found_.points > most_points)
            complain(section.place,
                     fmt::format("the design has more than {} points; sample fewer quantities, or "
                                 "take fewer levels, rows or trajectories",
                                 most_points));
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
    std::optional<std::vector<UncertaintyCandidate*>> matches(Place const& place, std::string const& name) {
        bool const everything = name == any;
        if (!everything && !name.ends_with(".*")) return std::nullopt;
        auto const section = everything ? name : name.substr(0, name.size() - 2);
        std::vector<UncertaintyCandidate*> found;
        for (auto& c : candidates_.all())
            if (everything ? !c.knob : c.section == section) found.push_back(&c);
        if (found.empty()) complain(place, candidates_.unknown(name));
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
        auto* c = candidates_.find(name);
        if (c == nullptr) return complain(at.place, candidates_.unknown(name));
        if (!c->number() && !c->own)
            return complain(at.place, fmt::format("'{}' is {}; give the values it may take under "
                                                  "[uncertainties.ranges]: \"{}\" = {{ values = [..] }}",
                                                  name, c->kind(), name));
        if (!c->used) return complain(at.place, Candidates::unused(*c));
        if (!c->own && !c->plausible())
            return complain(at.place, fmt::format("'{}' has no plausible range; give bounds under "
                                                  "[uncertainties.ranges]: \"{}\" = [low, high]",
                                                  name, name));
        c->sampled = true;
    }

    void give(Node const& at, std::string const& name) {
        auto several = matches(at.place, name);
        if (!several) {
            auto* c = candidates_.find(name);
            if (c == nullptr) return complain(at.place, candidates_.unknown(name));
            several = std::vector<UncertaintyCandidate*>{c};
        }
        bool const any_sampled =
            std::any_of(several->begin(), several->end(), [](auto const* c) { return c->sampled; });
        if (!any_sampled && !several->empty())
            complain(at.place, fmt::format("'{}' takes out nothing that is sampled", name));
        for (auto* c : *several) c->sampled = false;
    }

    Scenario const& scenario_;
    Study& study_;
    std::vector<Problem>& problems_;
    Candidates candidates_;
    Uncertainties found_;
    Node const* design_ = nullptr;  // what the user wrote
    Node const* sample_ = nullptr;
};

}  // namespace

void read_study_uncertainties(Scenario const& scenario, Study& study, std::vector<Problem>& problems) {
    UncertaintyReader{scenario, study, problems}.read();
}

}  // namespace spil
