/// Advantages that once hid in a way of funding: shorter preparation, more staff, an overdraft, cheaper
/// learning. None of them may depend on the regime. What else regimes do: test_hidden_advantages.cpp.

#include <algorithm>
#include <map>

#include "engine/model/schedule.hpp"
#include "engine/processes/coalition.hpp"
#include "engine/processes/common/founding.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/null_runs.hpp"

using namespace spil;
using namespace spil::testing;

namespace {

/// What a lab lives on under a regime, month by month.
template <class See>
void watch(std::string_view name, int months, See see) {
    auto const s = scarce(name);
    auto o = null_options(7, months);
    o.observe = [&](World const& w, int month) {
        if (month > 0) see(w, s);
    };
    simulate(null_country(), s, o);
}

}  // namespace

TEST_CASE("a lab prepares as long under one regime as under another", "[model][channels]") {
    // Preparation is luck, which belongs to the lab, times a mean that follows from its host.
    std::map<std::uint32_t, double> luck;
    std::size_t shared = 0;
    for (auto const name : preset_names())
        watch(name, 96, [&](World const& w, Settings const&) {
            for (std::size_t l = 0; l < rows(w.labs); ++l) {
                // The first month of it is over; labs taken up again prepare for no time and are never seen
                // here.
                if (w.labs.stage.now[l] != Stage::preparing || w.labs.stage_months.now[l] != 1) continue;
                auto const i = static_cast<std::size_t>(w.labs.host.now[l]);
                auto const m = static_cast<std::size_t>(w.labs.mission.now[l]);
                double const mean =
                    preparation_mean(w.missions.preparation.now[m], w.municipalities.aversion.now[i],
                                     w.municipalities.skill.now[i]);
                double const here = (w.labs.preparation_left.now[l] + 1) / mean;
                auto const [known, first] = luck.emplace(w.labs.key.now[l], here);
                if (first) continue;
                ++shared;
                INFO(name << ", lab " << w.labs.key.now[l]);
                CHECK(here == Approx(known->second).epsilon(1e-12));
            }
        });
    CHECK(shared > 200);
    auto const lucky = std::max_element(luck.begin(), luck.end(),
                                        [](auto const& a, auto const& b) { return a.second < b.second; });
    CHECK(lucky->second > 1.5);
}

TEST_CASE("funding moves a municipality's staff by proposals - reports and block grants alone",
          "[model][channels]") {
    std::vector<std::string> moved;
    for (auto const& phase : schedule())
        for (auto const& process : phase.processes)
            if (process.name == "capacity")
                for (auto const& read : process.reads)
                    if (!read.starts_with("labs.") &&
                        std::find(funding_channels().begin(), funding_channels().end(), read) !=
                            funding_channels().end())
                        moved.push_back(read);
    CHECK(moved == std::vector<std::string>{"municipalities.application_fte",
                                            "municipalities.accountability_fte", "municipalities.block_fte"});
    for (auto const& phase : schedule())
        for (auto const& process : phase.processes) {
            bool const funds = std::find(funding_processes().begin(), funding_processes().end(),
                                         process.name) != funding_processes().end();
            for (auto const* column : {"municipalities.fte_structural", "municipalities.fte_temporary",
                                       "municipalities.fte_required", "municipalities.fte_free",
                                       "municipalities.capacity", "municipalities.skill"}) {
                INFO(process.name << ", " << column);
                if (funds)
                    CHECK(std::find(process.writes.begin(), process.writes.end(), column) ==
                          process.writes.end());
            }
        }
}

TEST_CASE("nobody lives on an overdraft under any regime", "[model][channels]") {
    for (auto const name : preset_names())
        watch(name, 144, [&](World const& w, Settings const&) {
            INFO(name);
            for (std::size_t c = 0; c < account_classes; ++c) {
                auto const kind = static_cast<AccountClass>(c);
                if (may_owe(kind)) continue;
                auto const& balances = w.ledger.balances(kind);
                auto const least = std::min_element(balances.begin(), balances.end());
                INFO(account_class_names[c]);
                if (least != balances.end()) CHECK(*least >= 0);
            }
            for (std::size_t m = 0; m < w.dimensions.missions; ++m) {
                Cents const held = w.ledger.balance({AccountClass::programme, m});
                CHECK(w.programmes.committed.now[m] + w.programmes.follow_on_pot.now[m] <= held);
            }
        });
}

TEST_CASE("a lab that spends the same learns the same under every regime", "[model][channels]") {
    FoundingParameters const p;
    for (auto const& preset : presets())
        for (double const grant : {1e6, 4e6, 12e6})
            for (double const months : {24.0, 48.0, 96.0})
                for (double const host_share : {0.0, 0.3, 0.6}) {
                    auto r = preset.regime;
                    r.reference_grant = grant;
                    r.duration = months;
                    r.co_financing_rate = host_share;
                    double const asked = p.full_spending * (r.upscaling_required ? 1 + p.upscaling_cost : 1);
                    CHECK(full_spending(monthly_rate(r, p), host_share, r, p) == Approx(asked));
                }
    // And so it is in runs, for every lab that is not dearer because it was taken up again.
    for (auto const name : preset_names()) {
        std::size_t seen = 0;
        watch(name, 96, [&](World const& w, Settings const& s) {
            double const rate = monthly_rate(s.regime, p);
            double const asked = full_spending(rate, 0, s.regime, p);
            for (std::size_t l = 0; l < rows(w.labs); ++l) {
                if (w.grants.in_force.now[l] == 0 || w.labs.planned_spending.now[l] == 0) continue;
                bool const dearer = w.grants.rate.now[l] > rate;
                ++seen;
                INFO(name);
                CHECK((w.labs.reference_spending.now[l] == Approx(asked)) == !dearer);
            }
        });
        INFO(name);
        CHECK((seen > 0) == funding(preset(name)));
    }
}

TEST_CASE("knobs that a way of funding does not use do nothing - bit for bit", "[model][channels]") {
    auto const digests = [](Settings const& s) {
        std::vector<std::uint64_t> list;
        auto o = null_options(8, 96);
        o.observe = [&](World const& w, int month) {
            if (month % 12 == 0) list.push_back(digest(w));
        };
        simulate(null_country(), s, o);
        return list;
    };
    auto const project = scarce("project");
    auto other = project;
    auto& r = other.regime;
    r.gate_interval = 6;
    r.longest_stay = 50;
    r.stop_override = 0.9;
    r.low_intensity = 0.3;
    r.high_intensity = 3;
    r.risk_weight = r.information_weight = 2;
    r.screen = 1;
    r.screening_noise = 5;
    r.coordination_curvature = 0.5;
    r.ministries = 6;
    r.follow_on_months = 12;
    r.follow_on_intensity = 1;
    r.pooled = true;
    r.block_leak = 0.8;
    r.block_staff_share = 0.3;
    r.revocation_hazard = 0.02;
    CHECK(digests(other) == digests(project));
    r.first_intensity = 0.5;
    CHECK(digests(other) != digests(project));

    auto const portfolio = scarce("portfolio");
    auto set = portfolio;
    set.regime.novelty_penalty = set.regime.track_record_bonus = 1;
    set.regime.screen = 1;
    set.regime.screening_noise = 5;
    set.regime.follow_on_share = 0;
    set.regime.follow_on_intensity = 1;
    set.regime.pooled = true;
    set.regime.block_leak = 0.8;
    set.regime.revocation_hazard = 0.02;
    CHECK(digests(set) == digests(portfolio));
    set.regime.risk_weight = 2;
    CHECK(digests(set) != digests(portfolio));
}
