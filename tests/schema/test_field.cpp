#include "engine/schema/field.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/processes/common/embedding.hpp"
#include "tests/support/catch.hpp"

using namespace spil;

namespace {

enum class Colour : std::uint8_t { red, green };

struct Declared {
    double size = 2;
    std::int64_t count = 3;
    bool open = true;
    std::string label = "x";
    Colour colour = Colour::green;

    template <class F>
    static constexpr auto fields(F&& f) {
        using T = Declared;
        return f(field(&T::size, "size", "m", within(0, 5).likely(1, 3), "how large", measured("a ruler")),
                 field(&T::count, "count", "1", at_least(1), "how many", assumption()),
                 field(&T::open, "open", "1", within(0, 1), "whether open", design()),
                 field(&T::label, "label", "what it is called", design()),
                 field(&T::colour, "colour", "its colour", literature("a paint book")));
    }
};

struct Forgotten {
    double first = 1;
    double second = 2;  // no row: somebody forgot it
    template <class F>
    static constexpr auto fields(F&& f) {
        return f(field(&Forgotten::first, "first", "1", any_value(), "declared", design()));
    }
};

}  // namespace

TEST_CASE("Members without a row are noticed", "[schema][field]") {
    CHECK(fully_declared<Declared>);
    CHECK_FALSE(fully_declared<Forgotten>);
    static_assert(detail::takes<Declared, 5> && !detail::takes<Declared, 6>);
    static_assert(detail::takes<Forgotten, 2> && !detail::takes<Forgotten, 3>);
}

TEST_CASE("Ranges say what a value admits", "[schema][field]") {
    constexpr double inf = std::numeric_limits<double>::infinity();
    CHECK(within(0, 1).admits(0));
    CHECK(within(0, 1).admits(1));
    CHECK_FALSE(within(0, 1).admits(std::nextafter(1.0, 2.0)));
    CHECK_FALSE(within(0, 1).admits(-1e-300));
    CHECK(at_least(2).admits(1e300));
    CHECK_FALSE(at_least(2).admits(1.999));
    CHECK(any_value().admits(-1e300));
    CHECK_FALSE(any_value().admits(std::nan("")));
    CHECK(at_least(2).high == inf);
    CHECK(any_value().low == -inf);

    CHECK(std::isnan(within(0, 1).likely_low));
    auto const range = within(0, 1).likely(0.2, 0.4);
    CHECK(range.low == 0);
    CHECK(range.high == 1);
    CHECK(range.likely_low == 0.2);
    CHECK(range.likely_high == 0.4);
}

TEST_CASE("A row keeps all that was said about a quantity", "[schema][field]") {
    std::vector<std::string> names, units, meanings, sources;
    for_each_field<Declared>([&](auto const& row) {
        names.emplace_back(row.name);
        units.emplace_back(row.unit);
        meanings.emplace_back(row.meaning);
        sources.push_back(std::string{to_string(row.source.basis)} + "|" + std::string{row.source.reference});
    });
    CHECK(names == std::vector<std::string>{"size", "count", "open", "label", "colour"});
    CHECK(units == std::vector<std::string>{"m", "1", "1", "1", "1"});
    CHECK(meanings == std::vector<std::string>{"how large", "how many", "whether open", "what it is called",
                                               "its colour"});
    CHECK(sources == std::vector<std::string>{"measured|a ruler", "assumption|", "design|", "design|",
                                              "literature|a paint book"});
}

TEST_CASE("A row leads to its member", "[schema][field]") {
    Declared d;
    d.size = 4.5;
    Declared::fields([&](auto const& size, auto const& count, auto const&...) {
        CHECK(d.*(size.member) == 4.5);
        d.*(count.member) = 8;
    });
    CHECK(d.count == 8);
}

TEST_CASE("Words for how a value is known", "[schema][field]") {
    CHECK(to_string(Basis::measured) == "measured");
    CHECK(to_string(Basis::literature) == "literature");
    CHECK(to_string(Basis::assumption) == "assumption");
    CHECK(to_string(Basis::design) == "design");
}

TEST_CASE("Defaults lie in their ranges - and likely ranges inside hard ones", "[schema][field]") {
    EmbeddingParameters const defaults;
    for_each_field<EmbeddingParameters>([&](auto const& row) {
        CAPTURE(std::string{row.name});
        CHECK(row.range.admits(defaults.*(row.member)));
        if (!std::isnan(row.range.likely_low)) {
            CHECK(row.range.admits(row.range.likely_low));
            CHECK(row.range.admits(row.range.likely_high));
            CHECK(row.range.likely_low <= row.range.likely_high);
        }
    });
}
