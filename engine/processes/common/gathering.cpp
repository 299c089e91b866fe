#include "engine/processes/common/gathering.hpp"

#include <algorithm>

#include "engine/core/clones.hpp"

namespace spil {

namespace {

/// Readers whose sums over sources all fit in the registers of a processor.
constexpr std::size_t readers_at_once = 8;
/// The sums of those. They stand apart from the sources so that the compiler may keep them in registers.
struct Sums {
    using Some = std::array<double, readers_at_once>;
    std::array<Some, conditions> exposure{};
    Some likeness{}, relevance{}, report{};

    /// \param like, seen  times contact
    void add(Some const& contact, Some const& like, Some const& seen, Teller const& source) {
        for (std::size_t c = 0; c < conditions; ++c)
            for (std::size_t k = 0; k < readers_at_once; ++k) exposure[c][k] += contact[k] * source.taught[c];
        for (std::size_t k = 0; k < readers_at_once; ++k) likeness[k] += like[k] * source.mean;
        for (std::size_t k = 0; k < readers_at_once; ++k) relevance[k] += seen[k] * source.mean;
    }
    void give(std::size_t first, Gathered& gathered) const {
        auto const at = [&](Lane& lane) { return lane.begin() + static_cast<std::ptrdiff_t>(first); };
        for (std::size_t c = 0; c < conditions; ++c)
            std::copy(exposure[c].begin(), exposure[c].end(), at(gathered.exposure[c]));
        std::copy(likeness.begin(), likeness.end(), at(gathered.likeness));
        std::copy(relevance.begin(), relevance.end(), at(gathered.relevance));
        std::copy(report.begin(), report.end(), at(gathered.report));
    }
};

}  // namespace

// Short loops, each of which becomes a few vector operations; one for all would not.

SPIL_CLONES void gather_alike(std::span<Teller const> sources, Nearness const* nearness, Gathered& gathered) {
    for (std::size_t first = 0; first < readers_abreast; first += readers_at_once) {
        Sums sum;
        for (auto const& source : sources) {
            auto const& near = nearness[source.host];
            Sums::Some contact, like, seen;
            for (std::size_t k = 0; k < readers_at_once; ++k) contact[k] = near.contact[first + k];
            for (std::size_t k = 0; k < readers_at_once; ++k) like[k] = contact[k] * near.like[first + k];
            for (std::size_t k = 0; k < readers_at_once; ++k) seen[k] = contact[k] * near.seen[first + k];
            sum.add(contact, like, seen, source);
            for (std::size_t k = 0; k < readers_at_once; ++k) sum.report[k] += seen[k] * source.reported;
        }
        sum.give(first, gathered);
    }
}

SPIL_CLONES void gather_in_community(std::span<Teller const> sources, Nearness const* nearness,
                                     Joined const& readers, Gathered& gathered) {
    for (std::size_t first = 0; first < readers_abreast; first += readers_at_once) {
        Sums sum;
        Sums::Some joined, hub;
        for (std::size_t k = 0; k < readers_at_once; ++k) joined[k] = readers.joined[first + k];
        for (std::size_t k = 0; k < readers_at_once; ++k) hub[k] = readers.hub[first + k];
        for (auto const& source : sources) {
            auto const& near = nearness[source.host];
            Sums::Some contact, like, seen;
            for (std::size_t k = 0; k < readers_at_once; ++k)
                contact[k] = near.contact[first + k] + joined[k] * source.practice;
            for (std::size_t k = 0; k < readers_at_once; ++k) like[k] = near.like[first + k];
            for (std::size_t k = 0; k < readers_at_once; ++k) seen[k] = near.seen[first + k];
            for (std::size_t k = 0; k < readers_at_once; ++k)
                seen[k] = contact[k] * (seen[k] + hub[k] * (like[k] - seen[k]));
            for (std::size_t k = 0; k < readers_at_once; ++k) like[k] = contact[k] * like[k];
            sum.add(contact, like, seen, source);
            for (std::size_t k = 0; k < readers_at_once; ++k)
                sum.report[k] += seen[k] * source.reported + joined[k] * seen[k] * source.checked;
        }
        sum.give(first, gathered);
    }
}

}  // namespace spil
