#pragma once
/// \file lived.hpp  What residents live through with a solution, and what they make of it: one source for
/// agents and the mean field.
///
///     judgement = E_A - burden (1 - part) / 2,        E_A = L_A q_A (1 - opposition / 2)
///
/// E_A is how accepted the solution is, `part` how far residents take part (civic partners of the lab, two
/// for full); a solution at work without a lab row counts with part 0.
/// Source: residents who are involved support more (evaluations of the test beds for gas-free districts).

#include <vector>

#include "engine/world/access.hpp"

namespace spil {

struct OpinionParameters {
    static constexpr std::string_view name = "opinion";

    double revision_rate = 1.0 / 12;
    double confidence_bound = 0.8;
    double convergence = 0.2;
    double exposure_effect = 0.05;
    double burden = 0.6;
    double failure_shift = 0.1;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = OpinionParameters;
        return f(field(&P::revision_rate, "revision_rate", "1/month", within(0, 1).likely(0.03, 0.2),
                       "rate at which a resident reconsiders an opinion", assumption()),
                 field(&P::confidence_bound, "confidence_bound", "1", within(0, 2.1).likely(0.3, 1.5),
                       "difference from which residents no longer listen to each other",
                       literature("bounded confidence models")),
                 field(&P::convergence, "convergence", "1", within(0, 1).likely(0.1, 0.5),
                       "part of the difference that is bridged at one meeting",
                       literature("Deffuant et al. 2000: up to 0.5")),
                 field(&P::exposure_effect, "exposure_effect", "1", within(0, 1).likely(0.01, 0.1),
                       "shift of opinion at one occasion per unit of acceptance less burden", assumption()),
                 field(&P::burden, "burden", "1", within(0, 1).likely(0.2, 1),
                       "what a solution asks of residents who have no say in it", assumption()),
                 field(&P::failure_shift, "failure_shift", "1", within(0, 1).likely(0, 0.3),
                       "fall of opinion at a visible failure", assumption()));
    }
};

/// How well accepted a solution is in a municipality, and how far residents take part in it: the best of its
/// institution and its labs there.
struct LivedWith {
    double accepted = 0, part = 0;
};

/// What residents live with. Few solutions have labs in a municipality: only those have figures, and what an
/// institution adds is worked out when it is asked for.
class Lived {
  public:
    Lived(std::size_t n, std::size_t solutions, In<&Municipalities::accepted_fit> const& accepted_fit,
          In<&Municipalities::implemented> const& implemented, In<&Municipalities::learning> const& learning,
          In<&Labs::stage> const& stage, In<&Labs::host> const& host, In<&Labs::solution> const& solution,
          In<&Labs::learning> const& lab_learning, In<&Labs::civic_partners> const& civic_partners);

    /// \param place  municipality x solutions + solution
    LivedWith at(std::size_t place) const;

  private:
    In<&Municipalities::accepted_fit> const& fit_;
    In<&Municipalities::implemented> const& implemented_;
    In<&Municipalities::learning> const& learning_;
    std::vector<std::uint32_t> where_;  ///< among labs_, from 1; 0 where no lab is
    std::vector<LivedWith> labs_;       ///< the best of those in one place
};

/// What somebody who is offered a solution makes of it. \param opposition  share of residents, 0..1
inline double judgement(OpinionParameters const& p, double accepted, double part, double opposition) {
    return accepted * (1 - 0.5 * opposition) - 0.5 * p.burden * (1 - part);
}

}  // namespace spil
