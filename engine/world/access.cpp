#include "engine/world/access.hpp"

#include <fmt/format.h>

namespace spil {

namespace {

/// "labs.*" meets every column of labs; other names meet only themselves.
bool meet(std::string const& a, std::string const& b) {
    if (a == b) return true;
    auto const covers = [](std::string const& whole, std::string const& part) {
        return whole.ends_with(".*") && part.starts_with(std::string_view{whole}.substr(0, whole.size() - 1));
    };
    return covers(a, b) || covers(b, a);
}

bool whole(std::string const& name) {
    return name.ends_with(".*");
}

}  // namespace

std::vector<std::string> conflicts(std::string const& phase, std::vector<Touch> const& touches) {
    std::vector<std::string> found;
    for (auto const& a : touches)
        for (auto const& b : touches) {
            if (&a == &b) continue;
            for (auto const& w : a.writes) {
                if (&a < &b)
                    for (auto const& other : b.writes)
                        if (meet(w, other))
                            found.push_back(fmt::format("phase '{}': {} is written by '{}' and by '{}' ({})",
                                                        phase, w, a.process, b.process, other));
                // A column that is read and written has two copies; a whole table or the ledger has one.
                if (whole(w))
                    for (auto const& other : b.reads)
                        if (meet(w, other))
                            found.push_back(fmt::format("phase '{}': '{}' reads {} while '{}' holds {}",
                                                        phase, b.process, other, a.process, w));
            }
        }
    return found;
}

}  // namespace spil
