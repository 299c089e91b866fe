#pragma once
/// \file network.hpp  Who an agent's contacts are: worked out at use, never stored (SM17).
///
///     with 1 - p           the next on a ring within the neighbourhood: slots 0, 1, 2, 3 .. stand for the
///                          agents at +1, -1, +2, -2 ..
///     with p h             anybody else of the municipality
///     with p (1 - h)       anybody of another municipality j, drawn with weight population_j exp(-d_ij/d_n)
///
/// Neighbourhoods are stretches of some `block` agents, all of nearly the same size, none across a municipal
/// border. Ties have a direction: that I look at you does not make you look at me. Every tie lasts for the
/// run and has an address of its own (agent, slot), so it does not depend on who asks.
/// Source: small-world networks of Watts and Strogatz (1998); distance decay of social ties.

#include <cstdint>
#include <span>

#include "engine/core/random_lanes.hpp"
#include "engine/processes/common/contacts.hpp"
#include "engine/world/geography.hpp"

namespace spil {

class Network {
  public:
    /// \param first,agents  of each municipality: where its agents begin and how many they are
    Network(std::uint64_t seed, ContactParameters const& p, Geography const& geography,
            std::span<std::uint32_t const> first, std::span<std::uint32_t const> agents);

    /// Slots of each agent.
    std::uint32_t slots() const { return slots_; }

    /// The stretch that agent c stands in.
    struct Ring {
        std::uint32_t first = 0, size = 0;
    };
    Ring ring(std::size_t municipality, std::uint32_t c) const;

    /// Contact `slot` of agent c in its ring in its municipality.
    std::uint32_t contact(std::size_t municipality, Ring const& ring, std::uint32_t c,
                          std::uint32_t slot) const {
        return rewired(decisions(c, slot / 4)[slot % 4]) ? elsewhere(municipality, c, slot)
                                                         : next_on(ring, c, slot);
    }

    /// f(contact) for every slot of agent c.
    template <class F>
    void for_each_contact(std::size_t municipality, std::uint32_t c, F&& f) const {
        auto const here = ring(municipality, c);
        for (std::uint32_t group = 0; group * 4 < slots_; ++group) {
            auto const decision = decisions(c, group);
            for (std::uint32_t slot = group * 4; slot < slots_ && slot < group * 4 + 4; ++slot)
                f(rewired(decision[slot % 4]) ? elsewhere(municipality, c, slot) : next_on(here, c, slot));
        }
    }

  private:
    std::array<std::uint32_t, 4> block_of(Purpose purpose, std::uint32_t c, std::uint32_t alternative) const {
        return philox({alternative << 12, static_cast<std::uint32_t>(purpose), c, 0}, key_);
    }
    /// One block tells of four slots whether they are rewired.
    std::array<std::uint32_t, 4> decisions(std::uint32_t c, std::uint32_t group) const {
        return block_of(Purpose::contact, c, group);
    }
    bool rewired(std::uint32_t word) const { return word < rewiring_; }
    static std::uint32_t next_on(Ring const& ring, std::uint32_t c, std::uint32_t slot) {
        if (ring.size == 1) return c;
        std::uint32_t const steps = slot / 2 % (ring.size - 1) + 1;
        std::uint32_t const place = c - ring.first + (slot % 2 == 0 ? steps : ring.size - steps);
        return ring.first + (place < ring.size ? place : place - ring.size);
    }
    std::uint32_t elsewhere(std::size_t municipality, std::uint32_t c, std::uint32_t slot) const;

    std::array<std::uint32_t, 2> key_;
    std::uint64_t rewiring_, own_;
    std::uint32_t slots_, block_;
    Geography const& geography_;
    std::span<std::uint32_t const> first_, agents_;
};

}  // namespace spil
