#pragma once
/// \file random_lanes.hpp  One word for each of many entities, four entities to a block, sixteen blocks at a
/// time.
///
///     word(c) = word c mod 4 of the block at entity c / 4
///
/// What is drawn for every one of millions of entities in every month is drawn like this, for a quarter of
/// the blocks. The number of an entity is a function of its address as everywhere else: it does not depend on
/// who else is asked, nor on where a loop begins.

#include <bit>
#include <cmath>
#include <cstdint>

#include "engine/core/random.hpp"

namespace spil {

/// Entities that one call of `draw_words` serves.
inline constexpr std::uint32_t word_lanes = 64;

/// words[l] = word(first + l), l = 0..63. \param first  a multiple of 64; stands in place of a.entity
void draw_words(Address const& a, std::uint32_t first, std::uint32_t (&words)[word_lanes]);

/// Bit l: whether words[l] <= most.
std::uint64_t lanes_up_to(std::uint32_t const (&words)[word_lanes], std::uint32_t most);

/// The first block of the stream at an address.
inline std::array<std::uint32_t, 4> block_at(Address const& a) {
    return philox(counter_of(a), key_of(a));
}

/// word(entity) alone.
inline std::uint32_t word_of(Address a, std::uint32_t entity) {
    a.entity = entity / 4;
    return block_at(a)[entity % 4];
}

/// A word as a number on [0, 1), and the bound below which words have chance `p` (0: never, 2^32: always).
inline double unit(std::uint32_t word) {
    return static_cast<double>(word) * 0x1p-32;
}
inline std::uint64_t word_bound(double p) {
    if (!(p > 0)) return 0;
    return p >= 1 ? std::uint64_t{1} << 32 : static_cast<std::uint64_t>(p * 0x1p32);
}
/// One of 0..n-1, evenly (up to n / 2^32).
inline std::uint32_t pick(std::uint32_t word, std::uint32_t n) {
    return static_cast<std::uint32_t>((std::uint64_t{word} * n) >> 32);
}

/// Numbers of sixteen bits at one address, eight to a block (block b is that of replicate b): for the luck of
/// one entity in many small things, of which a part in 65 536 is fine enough.
class ShortWords {
  public:
    explicit ShortWords(Address const& a) : address_(a) {}

    std::uint32_t operator()(std::size_t k) {
        auto const b = static_cast<std::uint32_t>(k / per_block);
        if (b != address_.replicate || !drawn_) {
            address_.replicate = b;
            block_ = block_at(address_);
            drawn_ = true;
        }
        std::uint32_t const word = block_[k % per_block / 2];
        return k % 2 == 0 ? word >> 16 : word & 0xffff;
    }
    /// The k-th as a number on [0, 1).
    double unit(std::size_t k) { return (*this)(k)*0x1p-16; }
    /// The k-th as one of 0..n-1, evenly (up to n / 2^16).
    std::uint32_t pick(std::size_t k, std::uint32_t n) { return ((*this)(k)*n) >> 16; }

  private:
    static constexpr std::size_t per_block = 8;
    Address address_;
    std::array<std::uint32_t, 4> block_{};
    bool drawn_ = false;
};

/// The bound below which numbers of sixteen bits have chance `p`: unit(k) < p while (*this)(k) <
/// short_bound(p).
inline std::uint32_t short_bound(double p) {
    return p >= 1 ? 1u << 16 : static_cast<std::uint32_t>(std::ceil(p * 0x1p16));
}

/// The words at one address, for loops that walk through the entities in pieces: the block in which one piece
/// ends and the next begins is drawn once.
class LaneWords {
  public:
    explicit LaneWords(Address const& a) : address_(a) {}

    /// f(entity, word) for each entity of first..last-1 whose word is below `bound`.
    template <class F>
    void for_each_below(std::uint32_t first, std::uint32_t last, std::uint64_t bound, F&& f) {
        if (bound == 0) return;
        auto const most = static_cast<std::uint32_t>(bound - 1);
        for (std::uint32_t begin = first & ~(word_lanes - 1); begin < last; begin += word_lanes) {
            if (begin != begin_) draw_words(address_, begin, words_);
            begin_ = begin;
            auto lanes = lanes_up_to(words_, most);
            if (begin < first) lanes &= ~std::uint64_t{0} << (first - begin);
            if (last - begin < word_lanes) lanes &= ~(~std::uint64_t{0} << (last - begin));
            for (; lanes != 0; lanes &= lanes - 1) {
                auto const l = static_cast<std::uint32_t>(std::countr_zero(lanes));
                f(begin + l, words_[l]);
            }
        }
    }

  private:
    Address address_;
    std::uint32_t begin_ = 1;  // of the block in hand; no block begins there
    std::uint32_t words_[word_lanes];
};

/// f(entity, word) for each entity of first..last-1 whose word is below `bound`.
template <class F>
void for_each_below(Address const& a, std::uint32_t first, std::uint32_t last, std::uint64_t bound, F&& f) {
    LaneWords{a}.for_each_below(first, last, bound, f);
}

}  // namespace spil
