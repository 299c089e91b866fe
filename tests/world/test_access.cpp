#include "engine/world/process.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/small_world.hpp"

using namespace spil;
using namespace spil::testing;
using enum AccountClass;

namespace {

struct Speed {
    static constexpr std::string_view name = "speed";
    double step = 0.25;
    template <class F>
    static constexpr auto fields(F&& f) {
        return f(field(&Speed::step, "step", "1", any_value(), "how far a step goes", design()));
    }
};

void calm(Step const&, Speed const& p, In<&Municipalities::push> push,
          Update<&Municipalities::aversion> aversion) {
    for (std::size_t i = 0; i < aversion.rows(); ++i) aversion(i) -= p.step * push(i);
}
void calm_and_staff(In<&Municipalities::push> push, Update<&Municipalities::aversion> aversion,
                    Update<&Municipalities::capacity> capacity) {
    for (std::size_t i = 0; i < aversion.rows(); ++i) aversion(i) -= 0.25 * push(i), capacity(i) += 1;
}
void mirror(In<&Municipalities::aversion> aversion, Out<&Municipalities::push> push) {
    for (std::size_t i = 0; i < push.rows(); ++i) push(i) = 1 - aversion(i);
}
/// Adds to each what the one before it was.
void shift_along(In<&Municipalities::skill> was, Update<&Municipalities::skill> skill) {
    for (std::size_t i = 1; i < skill.rows(); ++i) skill(i) += was(i - 1);
}
void set_skill(Out<&Municipalities::skill> skill) {
    std::fill(skill.begin(), skill.end(), 0.5);
}
void blame(Out<&Municipalities::aversion> aversion) {
    std::fill(aversion.begin(), aversion.end(), 0.9);
}
void watch(In<&Municipalities::aversion>, In<&Labs::stage>, Look<lab, municipality>, Geography const&) {}
void found(Regime const&, Whole<Labs> labs) {
    labs->host.now[labs.add_row()] = 1;
}
void found_and_watch(Whole<Labs>, In<&Labs::stage>) {}
void found_and_teach(Whole<Labs>, Update<&Labs::learning>) {}
void twice(Out<&Municipalities::skill>, Update<&Municipalities::skill>) {}
void learn_some(Update<&Labs::learning> learning) {
    for (auto& l : learning) l += 0.1;
}
void pay_lab(Pay<municipality, treasury> purse) {
    purse.post(Flow::co_financing, {municipality, 0}, {lab, 0}, 5);
}
void pay_fund(Pay<treasury> purse) {
    purse.post(Flow::municipal_fund, {treasury}, {municipality, 0}, 5);
}

using Settings = Given<Speed, Regime>;
Speed const speed{};
Regime const regime{};
Settings const settings{{speed, regime}};

template <auto F>
Process<Settings> made(std::string name) {
    return process<Settings, F>(std::move(name), "");
}
using Names = std::vector<std::string>;

void play(World& w, Schedule<Settings> const& schedule, std::uint32_t tick) {
    for (auto const& phase : schedule) {
        for (auto const& p : phase.processes)
            if (p.due(tick)) p.run(w, settings, step_of(w, tick));
        for (auto const& p : phase.processes)
            if (p.due(tick)) p.publish(w);
    }
}

Names complaints(Schedule<Settings> const& schedule) {
    try {
        checked(schedule);
    } catch (ContractError const& error) {
        Names lines;
        std::string line;
        for (char const c : std::string{error.what()} + "\n")
            if (c == '\n')
                lines.push_back(line), line.clear();
            else
                line += c;
        return lines;
    }
    return {};
}

}  // namespace

TEST_CASE("Reads and writes follow from the signature", "[world][access]") {
    auto const p = made<&calm>("calm");
    CHECK(p.reads == Names{"parameters.speed", "municipalities.push", "municipalities.aversion"});
    CHECK(p.writes == Names{"municipalities.aversion"});

    auto const w = made<&watch>("watch");
    CHECK(w.reads ==
          Names{"municipalities.aversion", "labs.stage", "ledger.lab", "ledger.municipality", "geography"});
    CHECK(w.writes.empty());

    auto const f = made<&found>("found");
    CHECK(f.reads == Names{"regime", "labs.*"});
    CHECK(f.writes == Names{"labs.*"});

    auto const m = made<&pay_lab>("pay");
    CHECK(m.reads == Names{"ledger.municipality", "ledger.treasury"});
    CHECK(m.writes == Names{"ledger.*"});

    // Two columns of one type are still told apart.
    CHECK(column_name<&Municipalities::skill>() == "municipalities.skill");
    CHECK(column_name<&Municipalities::push>() == "municipalities.push");
    CHECK(column_name<&Grants::rate>() == "grants.rate");
}

TEST_CASE("A slice finds rows and offsets", "[world][access]") {
    auto w = small_world(2, 2, 1);
    w.municipalities.priority.now = {1, 2, 3, 4};
    In<&Municipalities::priority> const x{w};
    CHECK(x.width() == 2);
    CHECK(x.rows() == 2);
    CHECK(x(1, 0) == 3);
    CHECK(x(0, 1) == 2);
    CHECK(x[3] == 4);
    CHECK(x.row(1).size() == 2);
    CHECK(x.row(1)[1] == 4);
    std::vector<double> const values{5, 6};
    CHECK(In<&Municipalities::priority>{values, 2}(0, 1) == 6);
}

TEST_CASE("Out and Update write the next state - In goes on reading this one", "[world][access]") {
    auto w = small_world(2, 1, 1);
    fill(w.municipalities.skill, 0.3);
    fill(w.municipalities.aversion, 0.6);
    Out<&Municipalities::skill> const skill{w};
    Update<&Municipalities::aversion> const aversion{w};
    CHECK(aversion(1) == 0.6);  // starts from what was
    CHECK(skill(1) == 0.0);     // does not
    skill(0) = 0.7;
    aversion(0) = 0.1;
    CHECK(In<&Municipalities::skill>{w}(0) == 0.3);
    CHECK(In<&Municipalities::aversion>{w}(0) == 0.6);
    publish(w.municipalities.skill, w.municipalities.aversion);
    CHECK(In<&Municipalities::skill>{w}(0) == 0.7);
    CHECK(In<&Municipalities::aversion>{w}(0) == 0.1);
    CHECK(In<&Municipalities::aversion>{w}(1) == 0.6);
}

TEST_CASE("Processes of one phase read the same state - in any order", "[world][access]") {
    auto const start = [] {
        auto w = small_world(3, 1, 1);
        fill(w.municipalities.aversion, 0.6);
        fill(w.municipalities.push, 0.4);
        return w;
    };
    auto one = start(), other = start();
    Schedule<Settings> const forward{{"both", {made<&calm>("calm"), made<&mirror>("mirror")}}};
    Schedule<Settings> const backward{{"both", {made<&mirror>("mirror"), made<&calm>("calm")}}};
    for (std::uint32_t t = 0; t < 5; ++t) play(one, forward, t), play(other, backward, t);
    CHECK(digest(one) == digest(other));

    auto w = start();
    play(w, forward, 0);
    CHECK(w.municipalities.aversion.now[2] == Approx(0.6 - 0.25 * 0.4));
    CHECK(w.municipalities.push.now[2] == Approx(1 - 0.6));  // not the new aversion
}

TEST_CASE("A process that writes nothing changes nothing", "[world][access]") {
    auto start = small_world(3, 1, 2, 2);
    fill(start.municipalities.aversion, 0.6);
    fill(start.municipalities.push, 0.4);
    start.ledger.open({municipality, 0}, 1000);
    auto without = start, with = start;
    Schedule<Settings> const a{{"first", {made<&calm>("calm")}}, {"second", {made<&pay_lab>("pay")}}};
    Schedule<Settings> b{{"first", {made<&watch>("watch"), made<&calm>("calm")}},
                         {"idle", {made<&watch>("again")}},
                         {"second", {made<&pay_lab>("pay")}}};
    for (std::uint32_t t = 0; t < 4; ++t) play(without, checked(a), t), play(with, checked(b), t);
    CHECK(digest(without) == digest(with));
    CHECK(digest(without) != digest(start));
}

TEST_CASE("An update moves where nobody looks at what was - to the same end", "[world][access]") {
    auto const start = [] {
        auto w = small_world(3, 1, 1);
        fill(w.municipalities.aversion, 0.6);
        fill(w.municipalities.push, 0.4);
        return w;
    };
    auto const copies = [](Process<Settings> const& p) { return p.unseen == 0; };
    Schedule<Settings> const alone{{"p", {made<&calm>("calm")}}, {"q", {made<&mirror>("mirror")}}};
    auto const moving = checked(alone);
    CHECK_FALSE(copies(moving[0].processes[0]));
    auto one = start(), other = start();
    for (std::uint32_t t = 0; t < 5; ++t) play(one, alone, t), play(other, moving, t);
    CHECK(one.municipalities.aversion.now == other.municipalities.aversion.now);
    CHECK(one.municipalities.push.now == other.municipalities.push.now);

    // Watched by another, or by itself: what was must stay.
    auto const watched = checked(Schedule<Settings>{{"p", {made<&calm>("calm"), made<&mirror>("mirror")}}});
    CHECK(copies(watched[0].processes[0]));
    CHECK(copies(watched[0].processes[1]));
    auto const never = [](auto const&) { return false; };
    auto const apart = checked(Schedule<Settings>{
        {"p", {made<&calm>("calm").only("x = a", never), made<&mirror>("mirror").only("x = b", never)}}});
    CHECK_FALSE(copies(apart[0].processes[0]));
    // Column by column: the mirror looks at one of the two.
    auto const partly =
        checked(Schedule<Settings>{{"p", {made<&calm_and_staff>("both"), made<&mirror>("mirror")}}});
    CHECK(partly[0].processes[0].writes == Names{"municipalities.aversion", "municipalities.capacity"});
    CHECK(partly[0].processes[0].unseen == 0b10);
    auto with = start(), without = start();
    fill(with.municipalities.capacity, 0.5), fill(without.municipalities.capacity, 0.5);
    for (std::uint32_t t = 0; t < 3; ++t) {
        auto seen = partly;
        seen[0].processes[0].unseen = 0;
        play(with, partly, t), play(without, seen, t);
    }
    CHECK(digest(with) == digest(without));
    CHECK(with.municipalities.capacity.now[1] == 0.5 + 3);
    auto const own = checked(Schedule<Settings>{{"p", {made<&shift_along>("shift")}}});
    auto w = start();
    w.municipalities.skill.now = {1, 2, 3};
    play(w, own, 0);
    CHECK(w.municipalities.skill.now == std::vector<double>{1, 3, 5});  // not {1, 3, 6}
}

TEST_CASE("Two writers of one column in a phase are refused", "[world][access]") {
    CHECK(complaints({{"mood", {made<&calm>("calm"), made<&blame>("blame")}}}) ==
          Names{"phase 'mood': municipalities.aversion is written by 'calm' and by 'blame' "
                "(municipalities.aversion)"});
    CHECK(complaints({{"mood", {made<&calm>("calm")}}, {"later", {made<&blame>("blame")}}}).empty());
    CHECK(complaints({{"mood", {made<&calm>("calm"), made<&set_skill>("skill"), made<&mirror>("mirror")}}})
              .empty());
}

TEST_CASE("A whole table is nobody else's in its phase", "[world][access]") {
    CHECK(complaints({{"p", {made<&found>("found"), made<&watch>("watch")}}}) ==
          Names{"phase 'p': 'watch' reads labs.stage while 'found' holds labs.*"});
    auto const with_writer = complaints({{"p", {made<&learn_some>("learn"), made<&found>("found")}}});
    CHECK(std::count(with_writer.begin(), with_writer.end(),
                     "phase 'p': labs.learning is written by 'learn' and by 'found' (labs.*)") == 1);
    CHECK_FALSE(complaints({{"p", {made<&found>("one"), made<&found>("two")}}}).empty());
    CHECK(complaints({{"p", {made<&found>("found"), made<&calm>("calm")}}}).empty());
}

TEST_CASE("A process does not disturb itself", "[world][access]") {
    CHECK(complaints({{"p", {made<&found_and_watch>("both")}}}) ==
          Names{"phase 'p': 'both' reads labs.stage while it holds labs.*"});
    CHECK(complaints({{"p", {made<&found_and_teach>("both")}}}) ==
          Names{"phase 'p': 'both' reads labs.learning while it holds labs.*",
                "phase 'p': 'both' writes labs.* and labs.learning"});
    CHECK(complaints({{"p", {made<&twice>("both")}}}) ==
          Names{"phase 'p': 'both' writes municipalities.skill and municipalities.skill"});
    CHECK(complaints({{"p", {made<&found>("found")}}, {"q", {made<&pay_lab>("pay")}}}).empty());
}

TEST_CASE("Forms of one thing never meet", "[world][access]") {
    auto const under = [](std::string const& form) {
        return made<&learn_some>(form).only(form, [](auto const&) { return false; });
    };
    CHECK(complaints({{"p", {under("x.form = a"), under("x.form = b")}}}).empty());
    CHECK(complaints({{"p", {under("x.form = a"), under("x.form = a")}}}).size() == 1);
    CHECK(complaints({{"p", {under("x.form = a"), under("y.form = b")}}}).size() == 1);
    CHECK(complaints({{"p", {under("x.form = a"), made<&learn_some>("always")}}}).size() == 1);
}

TEST_CASE("One purse in a phase - and nobody looks into it", "[world][access]") {
    auto const two = complaints({{"p", {made<&pay_lab>("lab"), made<&pay_fund>("fund")}}});
    CHECK(std::count(two.begin(), two.end(),
                     "phase 'p': ledger.* is written by 'lab' and by 'fund' (ledger.*)") == 1);
    CHECK(complaints({{"p", {made<&pay_fund>("fund"), made<&watch>("watch")}}}) ==
          Names{"phase 'p': 'watch' reads ledger.lab while 'fund' holds ledger.*",
                "phase 'p': 'watch' reads ledger.municipality while 'fund' holds ledger.*"});
    CHECK(complaints({{"p", {made<&watch>("one"), made<&watch>("two")}}}).empty());
    // All phases are told at once.
    CHECK(complaints({{"p", {made<&pay_fund>("fund"), made<&watch>("watch")}},
                      {"q", {made<&calm>("calm"), made<&blame>("blame")}}})
              .size() == 3);
}

TEST_CASE("A purse opens only the accounts that were declared", "[world][access]") {
    auto w = small_world(2, 1, 1, 1);
    w.ledger.open({municipality, 0}, 1000);
    Pay<municipality> const purse{w};
    CHECK(purse.balance({municipality, 0}) == 1000);
    CHECK_THROWS_AS(purse.balance({lab, 0}), ContractError);
    CHECK_THROWS_AS(purse.post(Flow::award, {programme, 0}, {lab, 0}, 0), ContractError);
    CHECK(purse.post_up_to(Flow::upkeep, {municipality, 0}, {household, 0}, 400) == 400);
    CHECK(purse.post_up_to(Flow::upkeep, {municipality, 0}, {household, 0}, 4000) == 600);
    CHECK(purse.post_up_to(Flow::upkeep, {municipality, 0}, {household, 0}, 1) == 0);
    CHECK(purse.received(municipality, household) == 1000);
    CHECK(Pay<treasury>{w}.post_up_to(Flow::municipal_fund, {treasury}, {municipality, 1}, 99) == 99);
    CHECK(purse.add_account(lab) == Account{lab, 1});
    CHECK(purse.accounts(lab) == 2);

    Look<household> const look{w};
    CHECK(look.balance({household, 0}) == 1000);
    CHECK_THROWS_AS(look.balance({municipality, 0}), ContractError);
}

TEST_CASE("A whole table gains rows of zeros", "[world][access]") {
    auto w = small_world(2, 1, 2, 1);
    fill(w.labs.learning, 0.4);
    Whole<Labs> const labs{w};
    CHECK(labs.rows() == 1);
    CHECK(labs.add_row() == 1);
    CHECK(labs.rows() == 2);
    CHECK(w.labs.learning.now == std::vector<double>{0.4, 0.4, 0.4, 0, 0, 0});
    CHECK(w.labs.learning.next.size() == 6);
    CHECK(&*labs == &w.labs);
}

TEST_CASE("A process is due in its months", "[world][access]") {
    auto const p = process<Settings, &set_skill>("skill", "", 3, 2);
    std::vector<bool> due;
    for (std::uint32_t t = 0; t < 7; ++t) due.push_back(p.due(t));
    CHECK(due == std::vector<bool>{false, false, true, false, false, true, false});
    CHECK(made<&set_skill>("always").due(17));
    auto const make = [](int period, int offset) {
        return process<Settings, &set_skill>("skill", "", period, offset);
    };
    CHECK_THROWS_AS(make(3, 3), ContractError);  // would never run
    CHECK_THROWS_AS(make(3, -1), ContractError);
    CHECK_THROWS_AS(make(0, 0), ContractError);
    CHECK_NOTHROW(make(3, 0));
}

TEST_CASE("A step's draws are addressed by month - except those that last", "[world][access]") {
    auto const w = small_world(1, 1, 1);
    auto const now = step_of(w, 4, 9), later = step_of(w, 5, 9);
    CHECK(now.draws(Purpose::test, 3, 2)() != later.draws(Purpose::test, 3, 2)());
    CHECK(now.lasting_draws(Purpose::test, 3, 2)() == later.lasting_draws(Purpose::test, 3, 2)());
    CHECK(now.draws(Purpose::test, 3, 2)() ==
          Draws{Address{.seed = 9, .purpose = Purpose::test, .tick = 4, .entity = 3, .alternative = 2}}());
    // What does not fit an address is refused, not cut off.
    std::size_t const huge = std::size_t{1} << 32;
    CHECK_THROWS_AS(now.draws(Purpose::test, huge), ContractError);
    CHECK_THROWS_AS(now.draws(Purpose::test, 0, huge), ContractError);
    CHECK_THROWS_AS(now.lasting_draws(Purpose::test, huge + 3), ContractError);
    CHECK_THROWS_AS(now.lasting_draws(Purpose::test, 0, huge + 3), ContractError);
    CHECK_NOTHROW(now.draws(Purpose::test, huge - 1));
}
