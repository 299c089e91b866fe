#pragma once
/// \file random.hpp  Addressed random numbers: a draw is a pure function of where it is used.
///
/// Philox4x32-10 turns an address (world seed | purpose, tick, entity, alternative, replicate) into numbers.
/// Nothing is stored, so there is nothing to seed per thread, to checkpoint or to put in order: the same
/// address gives the same number in every policy, for any number of threads and any order of runs. Two
/// policies therefore meet the same luck.
///
/// Layout: key = world seed (64 bit); counter = (alternative << 12 | block, tick << 16 | purpose, entity,
/// replicate). Source: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".

#include <array>
#include <cstdint>
#include <limits>

namespace spil {

/// What Philox4x32-10 is made of.
struct Philox {
    static constexpr int rounds = 10;
    static constexpr std::uint32_t multipliers[2] = {0xD2511F53u, 0xCD9E8D57u};
    static constexpr std::uint32_t key_steps[2] = {0x9E3779B9u, 0xBB67AE85u};
};

/// Philox4x32 with ten rounds: 128-bit counter, 64-bit key, four 32-bit words out.
constexpr std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                              std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < Philox::rounds; ++round) {
        std::uint64_t const a = std::uint64_t{Philox::multipliers[0]} * counter[0];
        std::uint64_t const b = std::uint64_t{Philox::multipliers[1]} * counter[2];
        counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
                   static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
        key[0] += Philox::key_steps[0];
        key[1] += Philox::key_steps[1];
    }
    return counter;
}

/// What a draw decides. The numbers are frozen: they are part of every address, so a new purpose takes a new
/// number at the end and none is ever reused. Existing draws then stay what they were.
enum class Purpose : std::uint16_t {
    test = 1,
    world_seed = 2,
    synthetic_country = 3,
    administrative_context = 4,
    challenge_region = 5,
    challenge_local = 6,
    landscape = 7,
    solution_generic_fit = 8,
    solution_direction = 9,
    fit_idiosyncratic = 10,
    aversion_anchor = 11,
    local_judgement = 12,
    idea_arrival = 13,
    idea_solution = 14,
    role_choice = 15,
    application_choice = 16,
    proposal_signal = 17,
    panel_noise = 18,
    quit_after_rejection = 19,
    recruitment = 20,
    willingness = 21,
    manager_bias = 22,
    gate_signal = 23,
    gate_override = 24,
    preparation_time = 25,
    upscaling_plan = 26,
    routine_fit = 27,
    coalition_search = 28,
    exemption = 29,
    visible_failure = 30,
    support_collapse = 31,
    report_noise = 32,
    institutionalisation = 33,
    replication = 34,
    rule_start = 35,
    rule_duration = 36,
    rule_outcome = 37,
    cabinet = 38,
    solution_rule = 39,
    solution_market = 40,
    trust_initial = 41,
    skill_initial = 42,
    manager_rotation = 43,
    priority_initial = 44,
    own_lab = 45,
    college_break = 46,
    college_priority = 47,
    college_aversion = 48,
    municipal_backing = 49,
    alderman_exit = 50,
    participation = 51,
    lot = 53,
    follow_on_override = 54,
    block_revocation = 55,
    block_override = 56,
    random_knob = 57,
    offered_plan = 58,
    uncertainty = 60,
    revocation = 61,
    citizen_traits = 70,
    citizen_opinion = 71,
    citizen_trust = 72,
    contact = 73,
    contact_place = 74,
    consideration = 75,
    citizen_offer = 76,
    take_up = 77,
    give_up = 78,
    opinion_occasion = 79,
    opinion_meeting = 80,
    failure_rounding = 82,
    trust_rounding = 83,
    required_capabilities = 90,
    firm_kene = 91,
    firm_start = 92,
    seller_sample = 93,
    firm_research = 94,
    firm_entry = 96,
    firm_move = 97,
    innovation_pair = 98,
    organisation_place = 110,
    organisation_kene = 111,
    organisation_affinity = 112,
    partner_choice = 115,
    usual_supplier = 117,
    knowledge_exchange = 118,
    third_space = 119,
    owen_scrambling = 130,
    trajectory = 131,
};

/// Where a number is used. `alternative` tells the options of one choice apart (below 2^20).
struct Address {
    std::uint64_t seed = 0;
    Purpose purpose = Purpose::test;
    std::uint32_t tick = 0;  ///< month, below 2^16
    std::uint32_t entity = 0;
    std::uint32_t alternative = 0;
    std::uint32_t replicate = 0;
};

/// What Philox is given for an address: the counter of its first block, and the key.
constexpr std::array<std::uint32_t, 4> counter_of(Address const& a) {
    return {a.alternative << 12, (a.tick << 16) | static_cast<std::uint32_t>(a.purpose), a.entity,
            a.replicate};
}
constexpr std::array<std::uint32_t, 2> key_of(Address const& a) {
    return {static_cast<std::uint32_t>(a.seed), static_cast<std::uint32_t>(a.seed >> 32)};
}

/// The short private stream of one address: a UniformRandomBitGenerator of 32-bit words, as Boost.Random
/// wants it. It holds at most 4096 blocks of four words; asking for more is a broken contract.
class Draws {
  public:
    using result_type = std::uint32_t;

    explicit constexpr Draws(Address const& a) : key_(key_of(a)), counter_(counter_of(a)) {
        if (a.tick >> 16 != 0 || a.alternative >> 20 != 0) out_of_range();
    }

    constexpr result_type operator()() {
        if (used_ == 4) refill();
        return block_[used_++];
    }

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    /// Uniform on [0, 1) with 53 random bits (two words).
    constexpr double uniform() {
        std::uint64_t const high = (*this)() >> 5;
        std::uint64_t const low = (*this)() >> 6;
        return static_cast<double>((high << 26) | low) * 0x1p-53;
    }

    /// True with probability `p`; never for p <= 0, always for p >= 1.
    constexpr bool chance(double p) { return uniform() < p; }

    /// Standard normal.
    double normal();

    /// Standard Gumbel, the error of a random-utility choice: -ln(-ln u).
    double gumbel();

    /// Gamma with the given shape (> 0) and scale (> 0), to 24 bits; mean shape * scale.
    double gamma(double shape, double scale);

    /// Beta(a, b) on [0, 1], to 24 bits, a and b > 0.
    double beta(double a, double b);

  private:
    constexpr void refill() {
        if (blocks_ == 4096) out_of_range();
        block_ = philox(counter_, key_);
        ++counter_[0];
        ++blocks_;
        used_ = 0;
    }
    [[noreturn]] static void out_of_range();

    std::array<std::uint32_t, 2> key_;
    std::array<std::uint32_t, 4> counter_;
    std::array<std::uint32_t, 4> block_{};
    unsigned used_ = 4;
    unsigned blocks_ = 0;
};

/// The seed of world number `world` under a study's master seed.
std::uint64_t world_seed(std::uint64_t master_seed, std::uint32_t world);

}  // namespace spil
