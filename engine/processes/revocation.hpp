#pragma once
/// \file revocation.hpp  A new college withdraws what its predecessor made an institution and residents do
/// not want (SM13, reversal).
///
///     in a month with a new college, for each solution that is an institution there:
///     revoked with chance r      when opposition > o*  and  embedding < E*
///
/// This is where copying what does not fit ends: belief in reports from elsewhere started it, residents meet
/// it as it is here. A revoked institution is a visible failure; its offer ends, what was learnt stays as
/// knowledge only, and the lab it came from is lost.
///
/// Reads college_new, opposition, embedding, mission; writes implemented, learning, failures and the labs'
/// stage and death. Source: elections as the moment at which policies are reversed; the levels are
/// assumptions.

#include "engine/world/access.hpp"

namespace spil {

struct RevocationParameters {
    static constexpr std::string_view name = "revocation";

    double chance = 0.1;
    double opposition_level = 0.3;
    double embedding_level = 0.3;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = RevocationParameters;
        return f(field(&P::chance, "chance", "1", within(0, 1).likely(0.02, 0.3),
                       "chance that a new college revokes an institution that may be revoked", assumption()),
                 field(&P::opposition_level, "opposition_level", "1", within(0, 1).likely(0.2, 0.45),
                       "opposition among residents above which it may", assumption()),
                 field(&P::embedding_level, "embedding_level", "1", within(0, 1).likely(0.15, 0.4),
                       "embedding below which it may", assumption()));
    }
};

bool may_be_revoked(double opposition, double embedding, RevocationParameters const& p);

void revoke_institutions(Step const&, RevocationParameters const&,
                         In<&Municipalities::college_new> college_new,
                         In<&Municipalities::opposition> opposition, In<&Municipalities::embedding> embedding,
                         In<&Solutions::mission> mission, In<&Labs::host> host, In<&Labs::solution> solution,
                         Update<&Labs::stage> stage, Update<&Labs::death_month> death_month,
                         Update<&Municipalities::implemented> implemented,
                         Update<&Municipalities::learning> learning,
                         Update<&Municipalities::failures> failures,
                         Update<&Municipalities::revocations> revocations);

}  // namespace spil
