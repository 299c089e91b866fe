#include "engine/world/process.hpp"

#include <fmt/format.h>

#include <algorithm>

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

/// Forms of one thing exclude each other: "citizens.form = agents" and "citizens.form = mean_field".
bool exclude(std::string const& a, std::string const& b) {
    auto const thing = [](std::string const& form) { return form.substr(0, form.find('=')); };
    return !a.empty() && !b.empty() && a != b && thing(a) == thing(b);
}

bool whole(std::string const& name) {
    return name.ends_with(".*");
}

}  // namespace

std::vector<std::string> conflicts(std::string const& phase, std::vector<Touch> const& touches) {
    std::vector<std::string> found;
    for (auto const& a : touches)
        for (std::size_t k = 0; k < a.writes.size(); ++k) {
            auto const& w = a.writes[k];
            for (std::size_t j = 0; j < k; ++j)
                if (meet(w, a.writes[j]))
                    found.push_back(
                        fmt::format("phase '{}': '{}' writes {} and {}", phase, a.process, a.writes[j], w));
            // A new row would leave the other view of the table pointing at what was there before.
            if (!whole(w) || w == "ledger.*") continue;
            for (auto const& r : a.reads)
                if (r != w && meet(w, r))
                    found.push_back(
                        fmt::format("phase '{}': '{}' reads {} while it holds {}", phase, a.process, r, w));
        }
    for (auto const& a : touches)
        for (auto const& b : touches) {
            if (&a == &b || exclude(a.form, b.form)) continue;
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

std::uint64_t updates_unseen(std::size_t k, std::vector<Touch> const& touches) {
    auto const& mine = touches[k];
    auto const seen = [&](std::string const& written) {
        for (std::size_t other = 0; other < touches.size(); ++other) {
            if (other == k || exclude(mine.form, touches[other].form)) continue;
            for (auto const& r : touches[other].reads)
                if (meet(written, r)) return true;
        }
        return false;
    };
    std::uint64_t unseen = 0;
    for (std::size_t w = 0; w < std::min<std::size_t>(64, mine.writes.size()); ++w)
        if (!seen(mine.writes[w])) unseen |= std::uint64_t{1} << w;
    return unseen;
}

}  // namespace spil
