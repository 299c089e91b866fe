#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/sha256.hpp"
#include "engine/io/scenario.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/command.hpp"

using namespace spil;
using spil::test::Folder;
using spil::test::store;

namespace {

Scenario read(std::string const& path, std::vector<Override> const& overrides = {}) {
    std::vector<Problem> problems;
    auto scenario = read_scenario(path, overrides, problems);
    INFO((problems.empty() ? std::string{} : problems.front().message));
    CHECK(problems.empty());
    return scenario;
}

Node const& at(Scenario const& scenario, std::string const& section, std::string const& key) {
    auto const* table = scenario.root.find(section);
    REQUIRE(table != nullptr);
    auto const* node = table->table()->find(key);
    REQUIRE(node != nullptr);
    return *node;
}

std::string error_of(std::string const& path) {
    std::vector<Problem> problems;
    try {
        read_scenario(path, {}, problems);
    } catch (InputError const& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace

TEST_CASE("a study keeps the order and the places of what was written", "[io][scenario]") {
    Folder const folder("scenario");
    auto const path = folder / "study.toml";
    std::string const text =
        "z = true\n\n[study]\n  worlds = 3\n  name = \"é\"\n  x = 1e3\n\n[[list]]\na.b = [1,\n  2]\n";
    store(path, text);
    auto const scenario = read(path);
    CHECK(scenario.path == path);
    CHECK(scenario.text == text);
    REQUIRE(scenario.files.size() == 1);
    CHECK(scenario.files[0].path == path);
    CHECK(scenario.files[0].sha256 == sha256(text));
    std::vector<std::string> keys;
    for (auto const& entry : scenario.root.entries) keys.push_back(entry.key);
    CHECK(keys == std::vector<std::string>{"z", "study", "list"});
    CHECK(std::get<bool>(scenario.root.find("z")->value));
    CHECK(at(scenario, "study", "worlds").place == Place{path, 4, 3});
    CHECK(std::get<std::int64_t>(at(scenario, "study", "worlds").value) == 3);
    CHECK(*at(scenario, "study", "name").text() == "é");
    CHECK(std::get<double>(at(scenario, "study", "x").value) == 1000.0);
    auto const& item = scenario.root.find("list")->array()->items.at(0);
    auto const& numbers = item.table()->find("a")->table()->find("b")->array()->items;
    REQUIRE(numbers.size() == 2);
    CHECK(numbers[1].place == Place{path, 10, 3});
}

TEST_CASE("a study stands on its base - level by level", "[io][scenario]") {
    Folder const folder("base");
    test::fs::create_directory(folder / "deep");
    store(folder / "deep/first.toml", "[a]\nx = 1\ny = 1\n[[list]]\nname = \"one\"\n");
    store(folder / "second.toml", "base = \"deep/first.toml\"\n[a]\ny = 2\nz = 2\n");
    store(folder / "third.toml", "base = \"second.toml\"\n[a]\nz = 3\n[[list]]\nname = \"two\"\n");
    auto const scenario = read(folder / "third.toml");
    CHECK(std::get<std::int64_t>(at(scenario, "a", "x").value) == 1);
    CHECK(std::get<std::int64_t>(at(scenario, "a", "y").value) == 2);
    CHECK(std::get<std::int64_t>(at(scenario, "a", "z").value) == 3);
    CHECK(scenario.root.find("list")->array()->items.size() == 1);
    CHECK(scenario.root.find("base") == nullptr);
    REQUIRE(scenario.files.size() == 3);
    CHECK(scenario.files[2].path == folder / "deep/first.toml");
    auto const& x = at(scenario, "a", "x");
    CHECK(scenario.distance(x.place) == 3);
    CHECK(scenario.distance(at(scenario, "a", "z").place) == 1);
    // A path belongs to the file that it was written in.
    CHECK(resolved(x.place, "../t.csv").string() == folder / "t.csv");
    CHECK(resolved(x.place, "/t.csv").string() == "/t.csv");
    CHECK(resolved(Place{"--set a=1"}, "t.csv").string() == "t.csv");
}

TEST_CASE("overrides reach into sections and lists - the later one winning", "[io][scenario]") {
    Folder const folder("set");
    auto const path = folder / "study.toml";
    store(path, "[a]\nx = 1\n[[list]]\nname = \"one\"\nv = 1\n[[list]]\ntitle = \"two words\"\n");
    auto const scenario = read(path, {set_override("a.x=2"),
                                      set_override("a.x=3"),
                                      set_override("b.c='t'"),
                                      set_override("list.one.v=5"),
                                      set_override("list.\"two words\".v=6"),
                                      {"SEED=9", "a.seed = 9"}});
    CHECK(std::get<std::int64_t>(at(scenario, "a", "x").value) == 3);
    CHECK(at(scenario, "a", "x").place == Place{"--set a.x=3"});
    CHECK(scenario.distance(at(scenario, "a", "x").place) == 0);
    CHECK(at(scenario, "a", "seed").place == Place{"SEED=9"});
    CHECK(*at(scenario, "b", "c").text() == "t");
    auto const& items = scenario.root.find("list")->array()->items;
    CHECK(std::get<std::int64_t>(items[0].table()->find("v")->value) == 5);
    CHECK(std::get<std::int64_t>(items[1].table()->find("v")->value) == 6);
}

TEST_CASE("what cannot be read as a study says so", "[io][scenario]") {
    Folder const folder("unreadable");
    auto const none = folder / "none.toml";
    CHECK(error_of(none) == none + ": cannot read this study: No such file or directory");
    auto const here = folder / "";
    CHECK(error_of(here) == here + ": cannot read this study: it is a folder");
    auto const text = folder / "latin1.toml";
    store(text,
          "a = 1\nname = \"S\xFA"
          "dwest\"\n");
    CHECK(error_of(text) ==
          text + ":2:10: not a text file: byte 0xFA is not UTF-8 text; a study is a TOML file");
    if (::geteuid() != 0) {  // root may read everything
        auto const locked = folder / "locked.toml";
        store(locked, "format = 1\n");
        test::fs::permissions(locked, test::fs::perms::none);
        CHECK(error_of(locked) == locked + ": cannot read this study: Permission denied");
    }
}
