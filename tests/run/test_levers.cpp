#include <algorithm>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/model/presets.hpp"
#include "engine/run/lever_policies.hpp"
#include "engine/run/study.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/studies.hpp"

using namespace spil;
using spil::test::Folder;

namespace {

std::string const head =
    "format = 1\n[study]\nmonths = 12\nworlds = 2\n[country]\n"
    "synthetic = { municipalities = 4, population = 40000 }\n"
    "[[policies]]\nname = \"none\"\n[[policies]]\nname = \"mine\"\npreset = \"portfolio\"\nbudget = 3e7\n";

Study study_of(Folder const& folder, std::string const& text) {
    return test::study_in(folder, head + text);
}

std::vector<std::string> names_of(Study const& study) {
    std::vector<std::string> names;
    for (auto const& p : study.policies) names.push_back(p.name);
    return names;
}

}  // namespace

TEST_CASE("a lever makes a policy of every combination of values", "[run][levers]") {
    Folder const folder("levers");
    auto const study = study_of(folder,
                                "[[levers]]\npolicy = \"mine\"\n"
                                "knobs = { gate_interval = [12, 24], gates = [true, false] }\n"
                                "[[levers]]\npolicy = \"none\"\nknobs = { selection = [\"lot\"] }\n"
                                "[random_policies]\ncount = 1\n");
    CHECK(names_of(study) ==
          std::vector<std::string>{"none", "mine", "mine gate_interval=12 gates=true",
                                   "mine gate_interval=12 gates=false", "mine gate_interval=24 gates=true",
                                   "mine gate_interval=24 gates=false", "none selection=lot", "random_1"});
    auto const& last = study.policies[5];
    CHECK(last.preset == "portfolio");
    CHECK(last.regime.gate_interval == 24);
    CHECK_FALSE(last.regime.gates);
    CHECK(last.regime.budget == 3e7);  // as the policy it stands on
    CHECK(last.regime.longest_stay == preset("portfolio").longest_stay);
    CHECK(study.policies[2].regime.gates);
    CHECK(study.policies[1].regime.gate_interval == preset("portfolio").gate_interval);
    CHECK(study.policies[6].regime.selection == Selection::lot);
    // Written out they are policies like others; and they can be compared with.
    auto const again = read_study_text(effective_text(study), "again");
    CHECK(effective_text(again) == effective_text(study));
    CHECK(names_of(again) == names_of(study));
    CHECK(study_of(folder, "[[levers]]\npolicy = \"mine\"\nknobs = { duration = [24, 48.5] }\n").runs() == 8);
}

TEST_CASE("levers are crossed with points - and nothing is both", "[run][levers]") {
    Folder const folder("levers_points");
    std::string const lever = "[[levers]]\npolicy = \"mine\"\nknobs = { duration = [24, 48] }\n";
    auto const study =
        study_of(folder, lever + "[uncertainties]\npoints = 5\nsample = [\"calls.*\", \"regime.budget\"]\n");
    CHECK(study.runs() == 5 * 2 * 4);
    for (auto const& point : design_points(*study.uncertainties, 1)) {
        CHECK(settings_at(study, 2, point).regime.duration == 24);
        CHECK(settings_at(study, 3, point).regime.duration == 48);
        CHECK(settings_at(study, 2, point).regime.budget == settings_at(study, 3, point).regime.budget);
    }
}
