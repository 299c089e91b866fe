#include "engine/world/ledger.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/random.hpp"
#include "tests/support/catch.hpp"

using namespace spil;
using enum AccountClass;

namespace {

constexpr std::array<std::size_t, account_classes> sizes{1, 2, 3, 3, 4, 2, 1, 1, 2, 1};

/// The flows of the model, written a second time from its table of payments.
std::map<std::string, std::pair<std::set<AccountClass>, std::set<AccountClass>>> const who_pays_whom{
    {"tax", {{household, firm}, {treasury}}},
    {"municipal_fund", {{treasury}, {municipality}}},
    {"regular_services", {{municipality}, {household}}},
    {"programme_budget", {{treasury}, {programme}}},
    {"award", {{programme}, {lab}}},
    {"claw_back", {{lab}, {programme, municipality}}},
    {"co_financing", {{municipality}, {lab}}},
    {"firm_co_financing", {{firm}, {lab}}},
    {"ppp_surcharge", {{treasury}, {knowledge}}},
    {"lab_wages", {{lab}, {household}}},
    {"lab_purchases", {{lab}, {firm, knowledge, intermediary, civic}}},
    {"application", {{municipality}, {household}}},
    {"accountability", {{municipality}, {household}}},
    {"partner_search", {{municipality}, {household}}},
    {"overhead", {{programme}, {household}}},
    {"review", {{programme}, {household}}},
    {"regulatory_work", {{programme}, {household}}},
    {"community_of_practice", {{programme}, {intermediary}}},
    {"intermediation", {{programme}, {intermediary}}},
    {"upkeep", {{municipality}, {household}}},
    {"roll_out", {{municipality}, {household}}},
    {"solution_purchase", {{household}, {firm}}},
    {"imports", {{firm}, {external}}},
    {"wages", {{firm, knowledge, intermediary, civic}, {household}}},
    {"block_grant", {{programme}, {municipality}}},
    {"structural_staff", {{municipality}, {household}}},
    {"third_space", {{programme}, {intermediary}}},
    {"research", {{firm}, {household}}},
    {"research_credit", {{treasury}, {firm}}},
    {"innovation_grant", {{treasury}, {firm}}},
    {"public_procurement", {{municipality}, {firm}}},
    {"liquidation", {{firm}, {household}}},
    {"founding", {{household}, {firm}}},
};

Ledger funded_ledger() {
    Ledger ledger{sizes};
    ledger.open({municipality, 1}, 50000);
    ledger.open({household, 2}, 70000);
    return ledger;
}

template <class Body>
std::string said(Body&& body) {
    try {
        body();
    } catch (ContractError const& error) {
        return error.what();
    }
    return "nothing";
}

}  // namespace

TEST_CASE("Each flow goes between the classes it is meant for - and no others", "[world][ledger]") {
    REQUIRE(who_pays_whom.size() == flow_count);
    std::size_t f = 0;
    for (auto const& type : flow_types()) {
        CAPTURE(std::string{type.name});
        auto const& [payers, payees] = who_pays_whom.at(std::string{type.name});
        for (std::size_t a = 0; a < account_classes; ++a)
            for (std::size_t b = 0; b < account_classes; ++b) {
                auto const payer = static_cast<AccountClass>(a);
                auto const payee = static_cast<AccountClass>(b);
                bool const allowed = payers.contains(payer) && payees.contains(payee);
                CHECK(type.allows(payer, payee) == allowed);
                Ledger ledger{sizes};
                if (allowed)
                    CHECK_NOTHROW(ledger.post(static_cast<Flow>(f), {payer, 0}, {payee, 0}, 0));
                else
                    CHECK_THROWS_AS(ledger.post(static_cast<Flow>(f), {payer, 0}, {payee, 0}, 0),
                                    ContractError);
            }
        ++f;
    }
    // The order of the names is the order of the enumerators.
    CHECK(flow_types()[static_cast<std::size_t>(Flow::tax)].name == "tax");
    CHECK(flow_types()[static_cast<std::size_t>(Flow::claw_back)].name == "claw_back");
    CHECK(flow_types()[static_cast<std::size_t>(Flow::community_of_practice)].name ==
          "community_of_practice");
    CHECK(flow_types()[static_cast<std::size_t>(Flow::wages)].name == "wages");
    CHECK(account_class_names[static_cast<std::size_t>(external)] == "external");
}

TEST_CASE("A payment moves cents from payer to payee", "[world][ledger]") {
    auto ledger = funded_ledger();
    CHECK(ledger.balance({external, 0}) == -120000);
    CHECK(ledger.total() == 0);

    ledger.post(Flow::co_financing, {municipality, 1}, {lab, 1}, 30000);
    CHECK(ledger.balance({municipality, 1}) == 20000);
    CHECK(ledger.balance({lab, 1}) == 30000);
    CHECK(ledger.stock(lab) == 30000);
    CHECK(ledger.flow(municipality, lab) == 30000);
    CHECK(ledger.flow(Flow::co_financing) == 30000);
    ledger.clear_flows();
    CHECK(ledger.flow(municipality, lab) == 0);
    CHECK(ledger.flow(Flow::co_financing) == 0);
    CHECK(ledger.balance({lab, 1}) == 30000);
    CHECK_NOTHROW(ledger.audit());
}

TEST_CASE("Nobody but the state and the world outside may owe", "[world][ledger]") {
    auto ledger = funded_ledger();
    CHECK(said([&] {
              ledger.post(Flow::upkeep, {municipality, 1}, {household, 0}, 50001);
          }).starts_with("flow 'upkeep' of 50001 cents exceeds the balance 50000 of municipality 1"));
    CHECK(ledger.balance({municipality, 1}) == 50000);
    CHECK(ledger.flow(Flow::upkeep) == 0);
    CHECK_NOTHROW(ledger.post(Flow::upkeep, {municipality, 1}, {household, 0}, 50000));
    CHECK_NOTHROW(ledger.post(Flow::programme_budget, {treasury}, {programme, 1}, 900));
    CHECK(ledger.balance({treasury}) == -900);
    CHECK_NOTHROW(ledger.audit());
}

TEST_CASE("Broken payments change nothing", "[world][ledger]") {
    auto ledger = funded_ledger();
    CHECK(said([&] {
              ledger.post(Flow::award, {municipality, 1}, {lab, 0}, 5);
          }).starts_with("flow 'award' does not go from municipality to lab"));
    CHECK(said([&] {
              ledger.post(Flow::upkeep, {municipality, 1}, {household, 0}, -5);
          }).starts_with("flow 'upkeep' of -5 cents is negative"));
    CHECK_THROWS(ledger.post(Flow::upkeep, {municipality, 1}, {household, 99}, 5));  // no such payee
    CHECK_THROWS(ledger.post(Flow::upkeep, {municipality, 99}, {household, 0}, 5));
    CHECK(ledger.balance({municipality, 1}) == 50000);
    CHECK_NOTHROW(ledger.audit());
}

TEST_CASE("Opening money comes first and is owed by the world outside", "[world][ledger]") {
    auto ledger = funded_ledger();
    CHECK_THROWS_AS(ledger.open({firm, 0}, -1), ContractError);
    CHECK_NOTHROW(ledger.audit());
    ledger.post(Flow::municipal_fund, {treasury}, {municipality, 0}, 1);
    CHECK_THROWS_AS(ledger.open({firm, 0}, 1), ContractError);
    CHECK(ledger.total() == 0);
}

TEST_CASE("New accounts are empty and follow the old ones", "[world][ledger]") {
    auto ledger = funded_ledger();
    CHECK(ledger.add(lab) == Account{lab, 2});
    CHECK(ledger.add(lab) == Account{lab, 3});
    CHECK(ledger.accounts(lab) == 4);
    CHECK(ledger.balance({lab, 3}) == 0);
    ledger.post(Flow::co_financing, {municipality, 1}, {lab, 3}, 7);
    CHECK(ledger.balances(lab) == std::vector<Cents>{0, 0, 0, 7});
    CHECK_NOTHROW(ledger.audit());
}

TEST_CASE("The audit notices a cent that came from nowhere", "[world][ledger]") {
    // The only way to get there is to write past the interface.
    auto const corrupt = [](Ledger& ledger, AccountClass kind, std::size_t index, Cents change) {
        const_cast<std::vector<Cents>&>(ledger.balances(kind))[index] += change;
    };
    auto ledger = funded_ledger();
    corrupt(ledger, household, 0, 1);
    CHECK(said([&] { ledger.audit(); }).starts_with("the accounts sum to 1 cents, not to 0"));
    corrupt(ledger, firm, 0, -1);  // the total is right again, the stocks are not
    CHECK(said([&] { ledger.audit(); }).starts_with("the flows do not explain the change of household"));
    corrupt(ledger, household, 0, -1);
    corrupt(ledger, firm, 1, 1);  // the stock is right, one account owes
    CHECK(said([&] { ledger.audit(); }).starts_with("an account of firm is below zero"));
}

TEST_CASE("Money survives a storm of random payments to the cent", "[world][ledger][property]") {
    Ledger ledger{sizes};
    std::array<std::vector<Cents>, account_classes> mirror;
    for (std::size_t c = 0; c < account_classes; ++c) mirror[c].assign(sizes[c], 0);
    for (std::size_t c = 0; c < account_classes; ++c) {
        if (c == static_cast<std::size_t>(external)) continue;
        for (std::size_t k = 0; k < sizes[c]; ++k) {
            ledger.open({static_cast<AccountClass>(c), k}, 100000);
            mirror[c][k] += 100000;
            mirror[static_cast<std::size_t>(external)][0] -= 100000;
        }
    }
    std::array<Cents, account_classes> stock{};
    auto const remember = [&] {
        for (std::size_t c = 0; c < account_classes; ++c)
            stock[c] = ledger.stock(static_cast<AccountClass>(c));
        ledger.clear_flows();
    };
    // Over the year that ends here, what came in less what went out is the change of each stock.
    auto const year_adds_up = [&] {
        Cents by_class = 0, by_type = 0;
        for (std::size_t c = 0; c < account_classes; ++c) {
            Cents in = 0, out = 0;
            for (std::size_t o = 0; o < account_classes; ++o) {
                in += ledger.flow(static_cast<AccountClass>(o), static_cast<AccountClass>(c));
                out += ledger.flow(static_cast<AccountClass>(c), static_cast<AccountClass>(o));
            }
            if (ledger.stock(static_cast<AccountClass>(c)) - stock[c] != in - out) return false;
            by_class += out;
        }
        for (std::size_t f = 0; f < flow_count; ++f) by_type += ledger.flow(static_cast<Flow>(f));
        return by_class == by_type;
    };
    remember();

    constexpr int payments = test::sanitized ? 50000 : 300000;
    int posted = 0, refused = 0, wrong = 0;
    for (std::uint32_t n = 0; n < payments; ++n) {
        Draws draws{Address{.seed = 2026, .entity = n}};
        auto const below = [&](std::size_t limit) { return static_cast<std::size_t>(draws() % limit); };
        auto const flow = static_cast<Flow>(below(flow_count));
        auto const& type = flow_types()[static_cast<std::size_t>(flow)];
        auto payer = below(account_classes), payee = below(account_classes);
        if (draws.chance(0.8))  // mostly pairs that are allowed
            while (!type.allows(static_cast<AccountClass>(payer), static_cast<AccountClass>(payee)))
                payer = below(account_classes), payee = below(account_classes);
        auto const from = below(sizes[payer]), to = below(sizes[payee]);
        Cents const amount = static_cast<Cents>(below(40000)) - 2000;
        bool const fine = type.allows(static_cast<AccountClass>(payer), static_cast<AccountClass>(payee)) &&
                          amount >= 0 &&
                          (may_owe(static_cast<AccountClass>(payer)) || mirror[payer][from] >= amount);
        bool threw = false;
        try {
            ledger.post(flow, {static_cast<AccountClass>(payer), from},
                        {static_cast<AccountClass>(payee), to}, amount);
            mirror[payer][from] -= amount;
            mirror[payee][to] += amount;
        } catch (ContractError const&) {
            threw = true;
        }
        if (threw == fine) ++wrong;
        ++(threw ? refused : posted);
        if (n % 1000 == 999) {
            ledger.audit();
            if (ledger.total() != 0) ++wrong;
        }
        if (n % 25000 == 24999) {
            if (!year_adds_up()) ++wrong;
            remember();
        }
    }
    CHECK(wrong == 0);
    CHECK(posted > payments / 6);
    CHECK(refused > payments / 6);
    for (std::size_t c = 0; c < account_classes; ++c)
        CHECK(ledger.balances(static_cast<AccountClass>(c)) == mirror[c]);
}

TEST_CASE("Euro and cents", "[world][ledger]") {
    CHECK(cents(12.34) == 1234);
    CHECK(cents(0.005) == 1);  // rounded to the nearest, halves away from zero
    CHECK(cents(-1.239) == -124);
    CHECK(cents(1.15) == 115);  // 1.15 * 100 is a little below 115
    CHECK(euro(1234) == 12.34);
    CHECK(euro(-5) == -0.05);
}

TEST_CASE("Splitting gives every cent once - the largest remainders first", "[world][ledger]") {
    using V = std::vector<Cents>;
    auto const split = [](Cents amount, std::vector<double> const& shares) {
        return split_cents(amount, shares);
    };
    CHECK(split(100, {1, 1, 1}) == V{34, 33, 33});  // the lower index first among equals
    CHECK(split(101, {1, 1, 1}) == V{34, 34, 33});
    CHECK(split(10, {0.55, 0.25, 0.2}) == V{6, 2, 2});  // 5.5, 2.5, 2: equal remainders
    CHECK(split(10, {5.2, 2.7, 2.1}) == V{5, 3, 2});    // the remainder .7 wins
    CHECK(split(7, {0, 2, 0, 5}) == V{0, 2, 0, 5});
    CHECK(split(1, {0, 1, 1}) == V{0, 1, 0});
    CHECK(split(123456789012345, {0.45, 0.30, 0.15, 0.06, 0.04}) ==
          V{55555555055555, 37037036703703, 18518518351852, 7407407340741, 4938271560494});
    CHECK_THROWS_AS(split(1, {0, 0}), ContractError);
    CHECK_THROWS_AS(split(1, {}), ContractError);
    CHECK_THROWS_AS(split(-1, {1}), ContractError);
    std::array<Cents, 2> parts{7, 7};
    split_cents(9, std::array{2.0, 1.0}, parts);
    CHECK(parts == std::array<Cents, 2>{6, 3});
    CHECK_THROWS_AS(split_cents(9, std::array{2.0, 1.0, 1.0}, parts), ContractError);
}

TEST_CASE("Shares that are none are refused", "[world][ledger]") {
    double const inf = std::numeric_limits<double>::infinity();
    for (double const bad : {-1.0, std::nan(""), inf, -inf})
        CHECK_THROWS_AS(split_cents(10, std::vector<double>{2, bad, 3}), ContractError);
    CHECK(split_cents(10, std::vector<double>{2, 0, 3}) == std::vector<Cents>{4, 0, 6});
}

TEST_CASE("Splits are exact - near their shares - and in proportion", "[world][ledger][property]") {
    for (std::uint32_t n = 0; n < 20000; ++n) {
        Draws draws{Address{.seed = 7, .entity = n}};
        std::vector<double> shares(1 + draws() % 9);
        for (auto& s : shares) s = draws.chance(0.2) ? 0 : draws.uniform() * 5;
        shares[draws() % shares.size()] = 1;
        auto const amount = static_cast<Cents>(draws() >> (draws() % 32));
        auto const parts = split_cents(amount, shares);
        double const sum = std::accumulate(shares.begin(), shares.end(), 0.0);
        bool fair = std::accumulate(parts.begin(), parts.end(), Cents{0}) == amount;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            double const exact = static_cast<double>(amount) * shares[i] / sum;
            fair = fair && parts[i] >= 0 && std::abs(static_cast<double>(parts[i]) - exact) < 1.0001;
            if (shares[i] <= 0) fair = fair && parts[i] == 0;
        }
        if (!fair) FAIL_CHECK("amount " << amount << " of case " << n);
    }
}
