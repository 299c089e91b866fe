#pragma once
/// \file parties.hpp  Who works with whom: organisations, members of labs, ties of trust and third spaces.
///
/// Organisations of one kind lie together, in the order of `Party`; the n-th of a kind has the n-th account
/// of its class (authorities, whom no money reaches, have none). Rows of members, ties and third spaces are
/// added as they come about and never reused.

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/world/column.hpp"

namespace spil {

/// Kinds of parties to a lab besides its host. The first four are organisations.
enum class Party : std::uint8_t { knowledge, intermediary, civic, authority, firm, municipality };
inline constexpr std::size_t party_kinds = 6;
inline constexpr std::size_t organisation_kinds = 4;
inline constexpr std::size_t partner_kinds = 5;  ///< those that join labs: organisations and firms
inline constexpr std::array<std::string_view, party_kinds> party_names{
    "knowledge", "intermediary", "civic", "authority", "firm", "municipality"};

/// Knowledge institutions, intermediaries, civic groups, regional authorities (provinces, water authorities).
struct Organisations {
    static constexpr std::string_view name = "organisations";

    Fixed<Party> kind;
    Fixed<std::int32_t> municipality, capacity;
    Fixed<double> affinity;
    Column<std::uint8_t> capability, ability, expertise;
    Column<std::int32_t> load;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Organisations;
        return f(column(&T::kind, "kind", "1", within(0, 3), "knowledge, intermediary, civic, authority"),
                 column(&T::municipality, "municipality", "1", at_least(0), "where it is at home"),
                 column(&T::capacity, "capacity", "labs", at_least(0), "labs it can take part in at once"),
                 column(&T::affinity, "affinity", "1", within(0, 1), "how much it cares for each mission",
                        Axis::mission),
                 column(&T::capability, "capability", "1", within(0, 100),
                        "what it can do: the capabilities of its kene", Axis::kene),
                 column(&T::ability, "ability", "1", within(0, 9), "how it does that", Axis::kene),
                 column(&T::expertise, "expertise", "1", within(0, 10), "how well it does that", Axis::kene),
                 column(&T::load, "load", "labs", at_least(0), "labs it takes part in now"));
    }
};

/// One row for each party that ever joined a lab.
struct Members {
    static constexpr std::string_view name = "members";

    Column<std::int32_t> lab, party, tie, joined, left;
    Column<Party> kind;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Members;
        return f(column(&T::lab, "lab", "1", at_least(0), "lab it is a member of"),
                 column(&T::party, "party", "1", at_least(0), "organisation or firm"),
                 column(&T::tie, "tie", "1", at_least(0), "tie between it and the host"),
                 column(&T::joined, "joined", "month", at_least(0), "month it joined"),
                 column(&T::left, "left", "month", at_least(-1), "month the lab ended for it, -1 before"),
                 column(&T::kind, "kind", "1", within(0, 4), "kind of party"));
    }
};

/// One row for each pair of a municipality and a party that have worked together.
struct Ties {
    static constexpr std::string_view name = "ties";

    Column<std::int32_t> municipality, party, labs, months_apart;
    Column<Party> kind;
    Column<double> trust;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Ties;
        return f(column(&T::municipality, "municipality", "1", at_least(0),
                        "municipality; of two municipalities the lower"),
                 column(&T::party, "party", "1", at_least(0), "organisation, firm or municipality"),
                 column(&T::labs, "labs", "1", at_least(0), "labs or third spaces they were in together"),
                 column(&T::months_apart, "months_apart", "months", at_least(0), "months without contact"),
                 column(&T::kind, "kind", "1", within(0, 5), "kind of party"),
                 column(&T::trust, "trust", "1", within(0, 1), "trust between the two"));
    }
};

/// Third spaces: municipalities that work on a mission together for a term, outside their own organisations
/// (City Deals). Who is in one stands in municipalities.third_space.
struct ThirdSpaces {
    static constexpr std::string_view name = "third_spaces";

    Column<std::int32_t> mission, start, months_left, members;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = ThirdSpaces;
        return f(
            column(&T::mission, "mission", "1", at_least(0), "mission it is about"),
            column(&T::start, "start", "month", at_least(0), "month it began"),
            column(&T::months_left, "months_left", "months", at_least(0), "months until its term is over"),
            column(&T::members, "members", "1", at_least(0), "municipalities it began with"));
    }
};

}  // namespace spil
