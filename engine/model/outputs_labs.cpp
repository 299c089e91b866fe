/// \file outputs_labs.cpp  The labs of each mission: how many in which stage, and how the running ones do.

#include <span>

#include "engine/model/measures.hpp"
#include "engine/model/output_groups.hpp"

namespace spil {

using namespace build;

void add_lab_outputs(std::vector<Output>& all) {
    all.push_back(whole("lab", "labs", "1", "labs in each stage of life", {"year", "mission", "stage"},
                        Stored::count, [](World const& w, Integers& out) {
                            auto const first = out.size();
                            out.resize(first + w.dimensions.missions * stage_count, 0);
                            for (std::size_t l = 0; l < rows(w.labs); ++l)
                                ++out[first + static_cast<std::size_t>(w.labs.mission.now[l]) * stage_count +
                                      static_cast<std::size_t>(w.labs.stage.now[l])];
                        }));
    auto const running_mean = [&](char const* name, char const* meaning, auto read) {
        all.push_back(
            by_mission("lab", name, "1", meaning, Better::none, [read](World const& w, std::size_t m) {
                double sum = 0;
                int labs = 0;
                for (std::size_t l = 0; l < rows(w.labs); ++l)
                    if (running(w.labs.stage.now[l]) &&
                        static_cast<std::size_t>(w.labs.mission.now[l]) == m) {
                        sum += read(w.labs, l);
                        ++labs;
                    }
                return labs == 0 ? missing : sum / labs;
            }));
    };
    running_mean("lab_learning",
                 "learning of running labs, mean over labs and conditions; missing without labs",
                 [](Labs const& labs, std::size_t l) {
                     return plain_mean(std::span{labs.learning.now}.subspan(l * 3, 3));
                 });
    running_mean("lab_embedding", "embedding of running labs, mean; missing without labs",
                 [](Labs const& labs, std::size_t l) { return labs.embedding.now[l]; });
    running_mean("lab_effort", "effort in running labs, mean; missing without labs",
                 [](Labs const& labs, std::size_t l) { return labs.effort.now[l]; });
}

}  // namespace spil
