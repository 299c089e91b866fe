#pragma once
/// \file gates.hpp  Grants come to their end, or to a gate where they are stopped, continued or raised (SM6).
///
///     report     y (common/report.hpp); the belief learns from it, more from bad news
///     index      I = what the lab adds to J until the next gate / its cost (common/set_choice.hpp)
///     stop       when I < challenger - c v / cost, unless politics overrides
///     raise      when psi' mu >= merit mean + threshold x merit sd
///     expected   stop rate += memory (stopped - stop rate), for every gate
///
/// v: host_value; cost at the intensity at which newcomers start, so that both are weighed on equal terms;
/// challenger: what a euro would bring at the best candidate that got none. A decision takes
/// effect after the decision lag, until then the old intensity is paid; it promises money up to the next
/// gate. A clairvoyant takes the lab's own potential for psi' mu. A lab whose promised months run out before
/// its first gate is judged on the belief alone. A grant that another regime gave for a term is held to no
/// gates; one given for gates ends with its promised months once gates are not held any more. Where the money
/// for going on is missing, the grant ends. Without gates, grants end with their term; a programme that
/// chooses by belief still learns from a last report. When a lab has ended in whatever way, its grant closes:
/// what remains is released, what it has not spent goes back to the programme, never more than the programme
/// paid; a rest (of co-financing) is paid out as last wages.
///
/// Reads labs, fit, context, challenge; writes labs.stop_signal, municipalities.programme_trust, grants,
/// programmes. Source: bad news weighs more with programme managers, Goldstein and Kearney (2020); political
/// override has its direction from the literature on pork barrels; the rest is our own design.

#include "engine/processes/common/belief.hpp"
#include "engine/processes/common/embedding.hpp"
#include "engine/processes/common/founding.hpp"
#include "engine/processes/common/programme_money.hpp"
#include "engine/processes/common/report.hpp"
#include "engine/world/access.hpp"

namespace spil {

struct GateParameters {
    static constexpr std::string_view name = "gates";

    double switching_cost = 0.05;
    double good_gate = 0.5;
    double bad_news = 1.5;
    double stop_memory = 0.05;
    double trust_loss = 0.25;

    template <class F>
    static constexpr auto fields(F&& f) {
        using P = GateParameters;
        return f(field(&P::switching_cost, "switching_cost", "1", within(0, 1).likely(0, 0.2),
                       "embedding that a newcomer must promise beyond a lab that runs", assumption()),
                 field(&P::good_gate, "good_gate", "merit sd", any_value(),
                       "expected embedding above the mean from which funding is raised", assumption()),
                 field(&P::bad_news, "bad_news", "1", within(0.1, 10).likely(1, 2),
                       "weight of a report below expectation, relative to one above",
                       literature("Goldstein and Kearney 2020 give the direction")),
                 field(&P::stop_memory, "stop_memory", "1", within(0, 1),
                       "weight of the latest gate in the expected share of stops", assumption()),
                 field(&P::trust_loss, "trust_loss", "1", within(0, 1).likely(0.1, 0.5),
                       "share of the host's trust in the programme lost when its lab is stopped early",
                       assumption("reliability is part of authority")));
    }
};

enum class Verdict { stop, go_on, raise };
/// \param margin  switching cost x value per euro
Verdict gate_verdict(double index, double challenger, double margin, bool good);

/// EUR that must be promised at a gate.
/// \param months   to the next gate \param prepaid  months already paid \param lag  until the decision counts
/// \param now, next  EUR a month before and after it counts
double gate_promise(double now, double next, int months, int prepaid, int lag);

/// What goes back to the programme and what is paid out as last wages when a lab leaves `balance`.
struct Settlement {
    Cents returned = 0;
    Cents last_wages = 0;
};
Settlement settle(Cents balance, Cents paid, Cents returned_before);

void hold_gates(Step const& step, Regime const& regime, GateParameters const& p,
                BeliefParameters const& belief, ReportParameters const& report,
                BudgetParameters const& budgets, FoundingParameters const& founding,
                EmbeddingParameters const& embedding_parameters, In<&Nation::merit_mean> merit_mean,
                In<&Nation::merit_sd> merit_sd, In<&Solutions::permission> permission,
                In<&Municipalities::population> population, In<&Municipalities::context> context,
                In<&Municipalities::challenge> challenge, In<&Municipalities::accepted_fit> accepted_fit,
                In<&Municipalities::viable_fit> viable_fit, In<&Municipalities::potential> potential,
                In<&Labs::key> key, In<&Labs::host> host, In<&Labs::mission> mission,
                In<&Labs::solution> solution, In<&Labs::stage> stage, In<&Labs::learning> learning,
                In<&Labs::exemption> exemption, Update<&Labs::stop_signal> stop_signal,
                Update<&Municipalities::programme_trust> programme_trust, Whole<Programmes> programmes,
                Whole<Grants> grants, Pay<AccountClass::lab, AccountClass::programme> pay);

}  // namespace spil
