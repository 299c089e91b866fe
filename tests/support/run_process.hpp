#pragma once
/// \file run_process.hpp  One process on a world, bound by its signature and published as the run does it.

#include <tuple>

#include "engine/world/access.hpp"

namespace spil::testing {

/// The groups of parameters a process is given.
template <class... Groups>
struct Given {
    std::tuple<Groups...> groups;

    template <class G>
    G const& get() const {
        return std::get<G>(groups);
    }
};

template <auto Function, class... Groups>
void run_process(World& w, Step const& step, Groups const&... groups) {
    using Settings = Given<Groups...>;
    auto const p = process<Settings, Function>("tested", "");
    p.run(w, Settings{{groups...}}, step);
    for (auto const publish : p.publish) publish(w);
}

}  // namespace spil::testing
