#pragma once
/// \file sequential.hpp  How many worlds are enough: a sequential rule for a difference of policies.
///
/// After each world, in the order of their numbers, the paired differences d so far are looked at. n of them
/// are enough as soon as, for every policy that is asked about,
///
///     n >= 20,   t(n-1; (1+c)/2) s sqrt(1 + 1/n) / sqrt(n) <= H,   n >= 25 g^2
///
/// with s and g the sample sd and skewness of d, c the confidence, H the half-width that is wanted. The
/// interval of these n differences is then no wider than 2 H.
///
/// Why not just the first n with t s / sqrt(n) <= H: whoever looks again and again stops where s happens to
/// be low, and the interval covers too seldom while n is small (Singham and Schruben 2012). Chow and Robbins
/// (1965) show that coverage is right in the limit of small H; s inflated by 1/n is theirs too, here relative
/// to s, so that the unit does not matter. What it takes at moderate n is known for normal differences: with
/// Student's quantile and one world more (Simons 1968; Woodroofe 1977), from a first look at n = 20 on
/// (Glynn and Whitt 1992 on why early looks must be barred; Law 2015, section 9.4.1), mean +- H covers as
/// often as it says and the interval of the n differences hardly less: 93 to 96 % of 2000 repetitions at 95
/// %.
///
/// Skewed differences are worse, since mean and s fall together. n >= 25 g^2 is Cochran's (1977, section
/// 2.15) bound for the normal interval to serve at all; it also keeps away from differences that are nearly
/// always nothing. Measured at 95 %: 91 to 94 % for exponential differences (skewness 2; n fixed beforehand:
/// 94 to 95 %), 86 to 91 % for lognormal ones (skewness 6; 93 to 94 %). tests/analysis/test_sequential.cpp
/// measures all of this.
///
/// Differences that are equal in all worlds have no spread to judge by. They are enough when it is unlikely
/// (1 - c) that as much as one world in twenty differs and none was seen: 59 worlds at c = 0.95.
///
/// Sources: Chow and Robbins, Ann. Math. Stat. 36 (1965) 457; Simons, Ann. Math. Stat. 39 (1968) 1946;
/// Woodroofe, Ann. Stat. 5 (1977) 984; Cochran, Sampling Techniques (1977); Glynn and Whitt, Ann. Appl.
/// Probab. 2 (1992) 180; Singham and Schruben, INFORMS J. Comput. 24 (2012) 624; Law, Simulation Modeling and
/// Analysis (2015).

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace spil {

/// The rule in one sentence, as results files have it.
inline constexpr std::string_view sequential_rule =
    "first world n (in order) with n >= 20, t(n-1) s sqrt(1 + 1/n) / sqrt(n) <= halfwidth and n >= 25 "
    "skewness^2 of the paired differences of every policy; 59 worlds (confidence 0.95) when all are equal";

/// Worlds before the first look.
inline constexpr std::size_t least_worlds = 20;

/// How precisely a difference is to be known.
class Precision {
  public:
    /// \param halfwidth   of the interval, in the outcome's unit, above 0
    /// \param confidence  of the interval, in (0, 1)
    explicit Precision(double halfwidth, double confidence = 0.95);

    double halfwidth() const { return halfwidth_; }
    double confidence() const { return confidence_; }
    double normal() const { return normal_; }  ///< quantile of the normal distribution for the interval
    /// Worlds after which differences that are all equal are taken to be so.
    std::size_t equal_worlds() const { return equal_worlds_; }

  private:
    double halfwidth_, confidence_, normal_;
    std::size_t equal_worlds_;
};

/// The paired differences of a policy from the baseline, world after world: moments, no values.
class RunningDifference {
  public:
    /// One more world. Left out when a side is NaN.
    void add(double policy, double baseline);

    std::size_t worlds() const { return n_; }
    double difference() const;  ///< mean; NaN without worlds
    double sd() const;          ///< NaN below two worlds; 0 when all differences are equal to rounding
    double skewness() const;    ///< G1, adjusted for n; NaN below three worlds or when nothing varies
    bool equal() const;         ///< two worlds or more, and the same difference in all, to rounding

    /// Of the Student interval; NaN below two worlds.
    double halfwidth(double confidence) const;
    /// The rule holds after the worlds so far.
    bool enough(Precision const& wanted) const;
    /// Worlds that the rule may take, judged by those so far; 0 while it is too early to say.
    double expected_worlds(Precision const& wanted) const;

  private:
    std::size_t n_ = 0;
    double mean_ = 0, squares_ = 0, cubes_ = 0;     // sums about the mean
    double low_ = 0, high_ = 0, largest_term_ = 0;  // of the differences, and of what they are taken of
};

/// Several policies against one baseline, until each is known precisely enough.
class SequentialComparison {
  public:
    /// \param policies  that must be known, by their place in a world's values
    SequentialComparison(Precision const& wanted, std::size_t baseline, std::vector<std::size_t> policies);

    /// One more world in order, with a value for each policy of the study (NaN: missing). True: enough.
    bool add(std::span<double const> world);

    Precision const& wanted() const { return wanted_; }
    std::size_t worlds() const { return worlds_; }  ///< that were added
    bool reached() const { return reached_; }       ///< the last one was enough
    /// In the order of `policies`.
    std::vector<RunningDifference> const& differences() const { return differences_; }

  private:
    Precision wanted_;
    std::size_t baseline_;
    std::vector<std::size_t> policies_;
    std::vector<RunningDifference> differences_;
    std::size_t worlds_ = 0;
    bool reached_ = false;
};

}  // namespace spil
