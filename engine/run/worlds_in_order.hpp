#pragma once
/// \file worlds_in_order.hpp  Looks at the worlds of a batch in the order of their numbers, whatever the
/// order in which their runs end: what is decided so depends on the study alone, not on threads.

#include <cstddef>
#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace spil {

/// Told a world's value for each policy (NaN: missing); true: no later world is needed.
using Enough = std::function<bool(std::span<double const> world)>;

class WorldsInOrder {
  public:
    /// \param enough  empty: all worlds are needed
    WorldsInOrder(std::size_t runs, std::size_t policies, Enough enough)
        : policies_(policies), needed_(runs), enough_(std::move(enough)) {
        if (!enough_) return;
        values_.resize(runs);
        there_.resize(runs);
    }

    /// Tells how a run came out. True when this shows that the worlds so far are enough.
    bool ended(std::size_t run, double value) {
        if (!enough_ || decided_) return false;
        values_[run] = value;
        there_[run] = true;
        while (!decided_ && next_ < there_.size()) {
            std::size_t const last = next_ + policies_;
            for (; from_ < last && there_[from_]; ++from_) {
            }
            if (from_ < last) break;
            next_ = last;
            decided_ = enough_(std::span(values_).subspan(last - policies_, policies_));
        }
        if (decided_) needed_ = next_;
        return decided_;
    }

    bool decided() const { return decided_; }
    /// Runs, from the first on, that are needed: all as long as nothing was decided.
    std::size_t needed() const { return needed_; }
    /// Whether it is certain that runs up to `end` are needed, or decided that they are not.
    bool certain(std::size_t end) const { return !enough_ || decided_ || end <= next_ + policies_; }

  private:
    std::size_t policies_, needed_;
    Enough enough_;
    std::vector<double> values_;
    std::vector<bool> there_;
    std::size_t next_ = 0;  // first run of the world that is looked at next
    std::size_t from_ = 0;  // runs below are there
    bool decided_ = false;
};

}  // namespace spil
