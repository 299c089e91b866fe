#pragma once
/// \file rank_messages.hpp  What goes from rank to rank: numbers, texts and arrays, one after the other. All
/// ranks are the same program on the same kind of machine.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/io/results.hpp"

namespace spil::cli {

using Bytes = std::vector<std::byte>;

class Packer {
  public:
    template <class T>
    void array(std::vector<T> const& values) {
        number(values.size());
        add(values.data(), values.size() * sizeof(T));
    }
    void text(std::string const& value) { array(std::vector<char>(value.begin(), value.end())); }
    void number(std::uint64_t value) { add(&value, sizeof value); }
    void real(double value) { add(&value, sizeof value); }
    Bytes take() { return std::move(bytes_); }

  private:
    void add(void const* from, std::size_t size) {
        auto const* first = static_cast<std::byte const*>(from);
        bytes_.insert(bytes_.end(), first, first + size);
    }
    Bytes bytes_;
};

class Unpacker {
  public:
    explicit Unpacker(Bytes const& bytes) : bytes_(bytes) {}
    template <class T>
    std::vector<T> array() {
        std::vector<T> values(number());
        take(values.data(), values.size() * sizeof(T));
        return values;
    }
    std::string text() {
        auto const letters = array<char>();
        return {letters.begin(), letters.end()};
    }
    std::uint64_t number() {
        std::uint64_t value = 0;
        take(&value, sizeof value);
        return value;
    }
    double real() {
        double value = 0;
        take(&value, sizeof value);
        return value;
    }

  private:
    void take(void* to, std::size_t size) {
        SPIL_EXPECT(at_ + size <= bytes_.size(), "a message of a rank is whole");
        if (size > 0) std::memcpy(to, bytes_.data() + at_, size);
        at_ += size;
    }
    Bytes const& bytes_;
    std::size_t at_ = 0;
};

Bytes packed(std::vector<RunResult> const& results);
/// \throws ContractError  the message is not whole
std::vector<RunResult> unpacked(Bytes const& bytes);

}  // namespace spil::cli
