#pragma once
/// \file follow_on.hpp  Money for labs whose term ends well, so that they need not fall into no man's land
/// (SM7, hybrid funding).
///
///     pot       a share of each yearly budget (budgets.hpp), never more than one follow-on's length of it
///     report    y of each running lab whose promised months are over (common/report.hpp)
///     bar       mean of such reports:   mean += memory (y - mean)
///     granted   best reports first, those at the bar or above, and others when politics overrides; as far as
///     the
///               pot reaches; once for each lab
///     expected  rate += memory ([granted] - rate)
///
/// A clairvoyant programme sees the potential instead of a report. Reads labs and fit; writes labs.follow_on,
/// grants, programmes. Source: follow-on money as advised for the Dutch City Deals; the rule is our own.

#include "engine/processes/common/embedding.hpp"
#include "engine/processes/common/founding.hpp"
#include "engine/processes/common/report.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct FollowOnParameters {
    static constexpr std::string_view name = "follow_on";

    double memory = 0.1;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = FollowOnParameters;
        return f(
            field(&P::memory, "memory", "1", within(0, 1).likely(0.02, 0.3),
                  "weight of the latest lab in what a programme calls a good result, and in what labs expect",
                  assumption()));
    }
};

void hold_follow_ons(Step const& step, Regime const& regime, FollowOnParameters const& p,
                     ReportParameters const& report, FoundingParameters const& founding,
                     EmbeddingParameters const& embedding_parameters, In<&Solutions::permission> permission,
                     In<&Municipalities::accepted_fit> accepted_fit,
                     In<&Municipalities::viable_fit> viable_fit, In<&Municipalities::potential> potential,
                     In<&Labs::key> key, In<&Labs::host> host, In<&Labs::mission> mission,
                     In<&Labs::solution> solution, In<&Labs::stage> stage, In<&Labs::learning> learning,
                     In<&Labs::exemption> exemption, Update<&Labs::follow_on> follow_on,
                     Whole<Programmes> programmes, Whole<Grants> grants, Pay<AccountClass::programme> pay);

}  // namespace spil
