#include "engine/processes/common/membership.hpp"

namespace spil {

bool Membership::gone(std::size_t r) const {
    return members->kind.now[r] == Party::firm &&
           members->joined.now[r] < began(tick, firm_age(static_cast<std::size_t>(members->party.now[r])));
}

void Membership::call_the_roll(Update<&Labs::stage> const& stage) {
    counts.assign(stage.rows(), PerKind{});
    std::fill(load.begin(), load.end(), 0);
    std::span const left{members->left.now};
    std::span<std::int32_t const> const lab{members->lab.now};
    std::size_t const n = members.rows();
    std::vector<std::uint8_t> has_money(stage.rows());
    for (std::size_t l = 0; l < has_money.size(); ++l) has_money[l] = funded(stage(l)) ? 1 : 0;
    auto const in_hand = [&](std::size_t r) { return has_money[static_cast<std::size_t>(lab[r])] != 0; };
    auto const join = [&](std::size_t r) {
        auto const kind = members->kind.now[r];
        ++counts[static_cast<std::size_t>(lab[r])][index_of(kind)];
        if (has_places(kind)) ++load(static_cast<std::size_t>(members->party.now[r]));
        present.push_back(r);
    };
    present.clear();
    std::vector<std::size_t> may_return;
    for (std::size_t r = 0; r < n; ++r) {
        if (left[r] >= 0) {
            if (in_hand(r)) may_return.push_back(r);
        } else if (in_hand(r) && !gone(r)) {
            join(r);
        } else {
            left[r] = static_cast<std::int32_t>(tick);
        }
    }
    auto const stayed = static_cast<std::ptrdiff_t>(present.size());
    for (auto const r : may_return) {
        if (gone(r)) continue;
        auto const o = static_cast<std::size_t>(members->party.now[r]);
        if (has_places(members->kind.now[r]) && load(o) >= places(o)) continue;
        left[r] = -1;
        join(r);
    }
    std::inplace_merge(present.begin(), present.begin() + stayed, present.end());
}

void Membership::join(std::size_t lab, Party kind, std::size_t party, std::size_t tie) {
    auto const row = members.add_row();
    members->lab.now[row] = static_cast<std::int32_t>(lab);
    members->party.now[row] = static_cast<std::int32_t>(party);
    members->kind.now[row] = kind;
    members->tie.now[row] = static_cast<std::int32_t>(tie);
    members->joined.now[row] = static_cast<std::int32_t>(tick);
    members->left.now[row] = -1;
    present.push_back(row);
    if (has_places(kind)) ++load(party);
    ++counts[lab][index_of(kind)];
}

void Membership::name_lead_firms(Update<&Labs::lead_firm> const& lead_firm) const {
    std::fill(lead_firm.begin(), lead_firm.end(), 0);
    for (std::size_t r = 0, n = members.rows(); r < n; ++r) {
        if (members->kind.now[r] != Party::firm || gone(r)) continue;
        auto& lead = lead_firm(static_cast<std::size_t>(members->lab.now[r]));
        if (lead == 0) lead = members->party.now[r] + 1;
    }
}

void forget_ended_firms(std::uint32_t tick, In<&Firms::age> const& firm_age,
                        In<&Municipalities::partner_trust> const& reputation, Whole<Ties> const& ties) {
    if (began(tick, 0) != static_cast<std::int64_t>(tick)) return;  // firms end at the turn of a year only
    for (std::size_t t = 0, n = ties.rows(); t < n; ++t)
        if (ties->kind.now[t] == Party::firm &&
            began(tick, firm_age(static_cast<std::size_t>(ties->party.now[t]))) ==
                static_cast<std::int64_t>(tick))
            ties->trust.now[t] = reputation(static_cast<std::size_t>(ties->municipality.now[t]));
}

}  // namespace spil
