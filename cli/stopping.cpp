#include "cli/stopping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/human.hpp"
#include "engine/core/text.hpp"

namespace spil::cli {

namespace {

std::string suggestion(std::string const& word, std::vector<std::string> const& known) {
    if (auto const near = nearest(word, known)) return "; did you mean '" + *near + "'?";
    std::string all;
    for (auto const& k : known) all += (all.empty() ? "" : ", ") + k;
    return "; there are " + all;
}

bool single(OutputInfo const& o) {
    return o.dimensions.empty() || o.dimensions == std::vector<std::string>{"year"};
}

std::size_t place_of(std::string const& policy, Study const& study) {
    auto const found = std::find_if(study.policies.begin(), study.policies.end(),
                                    [&](auto const& p) { return p.name == policy; });
    return static_cast<std::size_t>(found - study.policies.begin());
}

}  // namespace

StoppingRule stopping_rule(UntilArguments const& asked, Study const& study) {
    std::vector<Problem> problems;
    auto const say = [&](std::string option, std::string message) {
        problems.push_back({Place{std::move(option)}, std::move(message)});
    };
    StoppingRule rule{.outcome = asked.outcome.empty() ? study.settings.outcome : asked.outcome,
                      .policies = asked.policies,
                      .halfwidth = asked.halfwidth.value(),
                      .confidence = asked.confidence,
                      .method = std::string{sequential_rule}};
    auto const& baseline = study.policies[study.baseline()].name;

    if (!(rule.halfwidth > 0 && std::isfinite(rule.halfwidth)))
        say("--until-halfwidth", "the half-width of an interval is a number above 0");
    if (!(rule.confidence > 0 && rule.confidence < 1))
        say("--until-confidence", "a confidence lies between 0 and 1, both excluded; 0.95 is usual");
    if (study.uncertainties)
        say("--until-halfwidth",
            "the study has points in parameter space: they are a designed sample, which stands for the space "
            "only as a whole; run it whole, or without [uncertainties]");
    if (study.policies.size() < 2)
        say("--until-halfwidth", "a difference takes two policies; the study has one");

    std::vector<std::string> known;
    auto const outputs = study.kept_outputs();
    for (auto const& o : outputs)
        if (single(o)) known.push_back(o.name);
    auto const found =
        std::find_if(outputs.begin(), outputs.end(), [&](auto const& o) { return o.name == rule.outcome; });
    auto const label = asked.outcome.empty() ? "--until-halfwidth" : "--until-outcome " + rule.outcome;
    if (found == outputs.end())
        say(label, "there is no result '" + rule.outcome + "'" + suggestion(rule.outcome, known));
    else if (!single(*found))
        say(label,
            "'" + rule.outcome + "' has more than one number for a run and year: a difference takes one");

    std::vector<std::string> others;
    for (auto const& p : study.policies)
        if (p.name != baseline) others.push_back(p.name);
    if (rule.policies.empty()) rule.policies = others;
    for (auto const& policy : asked.policies) {
        if (policy == baseline)
            say("--until-policy " + policy, "it is the baseline, which the others are compared with");
        else if (place_of(policy, study) == study.policies.size())
            say("--until-policy " + policy,
                "no policy is called '" + policy + "'" + suggestion(policy, others));
    }
    if (!problems.empty()) throw InputError(std::move(problems));
    return rule;
}

SequentialComparison judge(StoppingRule const& rule, Study const& study) {
    std::vector<std::size_t> policies;
    for (auto const& policy : rule.policies) policies.push_back(place_of(policy, study));
    return {Precision{rule.halfwidth, rule.confidence}, study.baseline(), std::move(policies)};
}

Stopped stopped(SequentialComparison const& comparison, Study const& study) {
    Stopped end;
    end.worlds = comparison.reached() ? comparison.worlds() : study.worlds();
    end.reached = comparison.reached();
    for (auto const& d : comparison.differences()) {
        end.differences.push_back(d.difference());
        end.halfwidths.push_back(d.halfwidth(comparison.wanted().confidence()));
    }
    return end;
}

std::string end_in_words(Stopped const& end, StoppingRule const& rule, Study const& study) {
    auto const wanted = fmt::format("known to +- {}", human_number(rule.halfwidth));
    if (end.reached)
        return fmt::format("{} of {} were enough: the difference of {} from {} is {} for {}", end.worlds,
                           human_count(study.worlds(), "world"), rule.outcome,
                           study.policies[study.baseline()].name, wanted,
                           rule.policies.size() == 1 ? rule.policies[0] : "every policy asked about");
    auto const widest = std::max_element(end.halfwidths.begin(), end.halfwidths.end());
    return fmt::format(
        "all {} were not enough for the difference of {} from {} to be {}: the widest is +- {}",
        human_count(study.worlds(), "world"), rule.outcome, study.policies[study.baseline()].name, wanted,
        human_number(*widest));
}

bool stopped_rightly(StoredRuns const& stored, Study const& study, std::span<double const> outcomes) {
    auto const rule = stored.stopping();
    auto const end = stored.stopped();
    if (!rule || !end) return !rule || !stored.complete();
    auto comparison = judge(*rule, study);
    auto const policies = study.policies.size();
    for (std::size_t world = 0; world < study.worlds() && !comparison.reached(); ++world)
        comparison.add(outcomes.subspan(world * policies, policies));
    auto const right = stopped(comparison, study);
    auto const same = [](std::vector<double> const& a, std::vector<double> const& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                          [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
    };
    return right.worlds == end->worlds && right.reached == end->reached &&
           same(right.differences, end->differences) && same(right.halfwidths, end->halfwidths);
}

}  // namespace spil::cli
