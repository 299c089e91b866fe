#pragma once
/// \file parameters.hpp  THE registry of parameters: every group, once.

#include <string>
#include <tuple>
#include <vector>

#include "engine/model/geography.hpp"
#include "engine/model/mission_parameters.hpp"
#include "engine/model/outcome_parameters.hpp"
#include "engine/model/solution_parameters.hpp"
#include "engine/processes/adoption.hpp"
#include "engine/processes/attitudes.hpp"
#include "engine/processes/blocks.hpp"
#include "engine/processes/calls.hpp"
#include "engine/processes/capacity.hpp"
#include "engine/processes/circulation.hpp"
#include "engine/processes/coalition.hpp"
#include "engine/processes/common/application.hpp"
#include "engine/processes/common/belief.hpp"
#include "engine/processes/common/cabinet_parameters.hpp"
#include "engine/processes/common/citizen_cells.hpp"
#include "engine/processes/common/contacts.hpp"
#include "engine/processes/common/embedding.hpp"
#include "engine/processes/common/firm_support.hpp"
#include "engine/processes/common/firms.hpp"
#include "engine/processes/common/founding.hpp"
#include "engine/processes/common/host.hpp"
#include "engine/processes/common/joining.hpp"
#include "engine/processes/common/party_parameters.hpp"
#include "engine/processes/common/practice_parameters.hpp"
#include "engine/processes/common/programme_money.hpp"
#include "engine/processes/common/report_parameters.hpp"
#include "engine/processes/common/roles.hpp"
#include "engine/processes/common/third_space_parameters.hpp"
#include "engine/processes/firm_entry.hpp"
#include "engine/processes/follow_on.hpp"
#include "engine/processes/gates.hpp"
#include "engine/processes/ideas.hpp"
#include "engine/processes/implementation.hpp"
#include "engine/processes/institutionalisation.hpp"
#include "engine/processes/intake.hpp"
#include "engine/processes/lab_events.hpp"
#include "engine/processes/lab_learning.hpp"
#include "engine/processes/lab_money.hpp"
#include "engine/processes/landscape.hpp"
#include "engine/processes/local_initiative.hpp"
#include "engine/processes/market.hpp"
#include "engine/processes/no_mans_land.hpp"
#include "engine/processes/opinion.hpp"
#include "engine/processes/organisation.hpp"
#include "engine/processes/payments.hpp"
#include "engine/processes/politics.hpp"
#include "engine/processes/procurement.hpp"
#include "engine/processes/regulation.hpp"
#include "engine/processes/relocation.hpp"
#include "engine/processes/research.hpp"
#include "engine/processes/revocation.hpp"
#include "engine/processes/role_choice.hpp"
#include "engine/processes/sellers.hpp"
#include "engine/processes/treasury.hpp"
#include "engine/processes/trust.hpp"
#include "engine/processes/wages.hpp"
#include "engine/schema/binding.hpp"
#include "engine/world/regime.hpp"

namespace spil {

using ParameterGroups = std::tuple<
    GeographyParameters, SolutionParameters, InitialParameters, LandscapeParameters, ChallengeParameters,
    CabinetParameters, RegulationParameters, MarketParameters, ContactParameters, CitizenParameters,
    AdoptionParameters, OpinionParameters, AttitudeParameters, TreasuryParameters, WageParameters,
    HostParameters, CapacityParameters, OrganisationParameters, PoliticsParameters, RoleParameters,
    RoleChoiceParameters, IdeaParameters, LocalInitiativeParameters, BudgetParameters, ApplicationParameters,
    CallParameters, BeliefParameters, IntakeParameters, BlockParameters, FollowOnParameters, GateParameters,
    FoundingParameters, PaymentParameters, PartyParameters, CoalitionParameters, ThirdSpaceParameters,
    LabMoneyParameters, EmbeddingParameters, LearningParameters, LabEventParameters, NoMansLandParameters,
    InstitutionParameters, RevocationParameters, ImplementationParameters, PracticeParameters,
    ReportParameters, CirculationParameters, TrustParameters, FirmParameters, SellerParameters,
    ResearchParameters, FirmSupportParameters, JoiningParameters, EntryParameters, RelocationParameters,
    ProcurementParameters, OutcomeParameters>;

struct Parameters {
    ParameterGroups groups;
    std::vector<MissionParameters> missions;

    template <class G>
    G const& get() const {
        return std::get<G>(groups);
    }
    template <class G>
    G& get() {
        return std::get<G>(groups);
    }
};

/// The default missions: energy, climate adaptation, food, care, deprived areas.
std::vector<MissionParameters> default_missions();
Parameters default_parameters();

/// One section of a scenario file: its name and the declared fields of its group, bound to `parameters`.
struct Section {
    std::string name;
    std::vector<Binding> bindings;
};
/// Sections of all groups, in the order of the registry; the missions are not among them.
std::vector<Section> sections(Parameters& parameters);

/// What a run is made of besides country and seed: what `Process` asks for by type.
struct Settings {
    Parameters parameters;
    Regime regime;

    template <class G>
    G const& get() const {
        if constexpr (std::is_same_v<G, Regime>)
            return regime;
        else
            return parameters.get<G>();
    }
};

}  // namespace spil
