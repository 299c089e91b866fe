#include "engine/run/study_country.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "engine/core/error.hpp"
#include "engine/io/country_table.hpp"
#include "engine/io/firm_size_table.hpp"
#include "engine/model/context.hpp"
#include "engine/model/synthetic_country.hpp"

namespace spil {

namespace {

namespace fs = std::filesystem;

class CountryReader {
  public:
    CountryReader(Scenario const& scenario, Study& study, std::vector<Problem>& problems)
        : scenario_(scenario), study_(study), problems_(problems) {}

    void read() {
        auto const* node = scenario_.root.find("country");
        if (node == nullptr) {
            complain({scenario_.path},
                     "there is no country; add [country] with a table of municipalities, or with "
                     "synthetic = { municipalities = 342, population = 18000000, seed = 1 }");
            return;
        }
        auto const* t = node->table();
        if (t == nullptr) {
            complain(node->place,
                     fmt::format("'country' must be a section, [country], not {}", node->kind()));
            return;
        }
        std::vector<std::string> const keys{"table", "synthetic", "firm_sizes"};
        for (auto const& entry : t->entries)
            if (std::find(keys.begin(), keys.end(), entry.key) == keys.end())
                problems_.push_back(unknown_key(entry.node.place, entry.key, "[country]", keys));
        auto const* real = t->find("table");
        auto const* made = t->find("synthetic");
        if (real == nullptr && made == nullptr) {
            complain(node->place, "[country] needs a table of municipalities, or synthetic = { ... }");
        } else if (real != nullptr && made != nullptr) {
            auto const near = scenario_.distance(real->place);
            auto const far = scenario_.distance(made->place);
            if (near == far)
                return complain(made->place,
                                "[country] has a table and a synthetic country; take one of them out");
            (near < far ? made : real) = nullptr;  // the one nearer to the user wins over its base's
        }
        if (made != nullptr) read_synthetic(*made);
        if (real != nullptr) read_table(*real);
        if (auto const* firms = t->find("firm_sizes")) read_firms(*firms);
    }

  private:
    void complain(Place place, std::string message) {
        problems_.push_back({std::move(place), std::move(message)});
    }

    void read_synthetic(Node const& node) {
        if (node.table() == nullptr) {
            complain(
                node.place,
                fmt::format("'synthetic' must be a table, {{ municipalities = 342 }}, not {}", node.kind()));
            return;
        }
        auto const before = problems_.size();
        auto& s = study_.synthetic;
        assign(*node.table(), bind(s), "[country] synthetic", problems_);
        if (s.population < s.municipalities) {
            auto const* where = node.table()->find("population");
            complain(where != nullptr ? where->place : node.place,
                     fmt::format("'population' = {} is less than one person for each of {} municipalities",
                                 s.population, s.municipalities));
        }
        if (problems_.size() != before) return;
        study_.country = make_country({.municipalities = static_cast<std::int32_t>(s.municipalities),
                                       .population = s.population,
                                       .seed = static_cast<std::uint64_t>(s.seed)});
    }

    /// read(path) for the table that `node` names, its complaints among the others; the path, or nothing
    /// when something is wrong.
    template <class Read>
    std::optional<std::string> table_at(Node const& node, std::string_view key, Read const& read) {
        if (node.text() == nullptr) {
            complain(node.place,
                     fmt::format("'{}' must be a text, the path of a table, not {}", key, node.kind()));
            return {};
        }
        auto const path = resolved(node.place, *node.text());
        std::error_code error;
        if (!fs::exists(path, error)) {
            complain(node.place, fmt::format("'{}': there is no file {}", key, path.string()));
            return {};
        }
        try {
            read(path);
        } catch (InputError const& wrong) {
            problems_.insert(problems_.end(), wrong.problems().begin(), wrong.problems().end());
            return {};
        }
        return path.string();
    }

    void read_table(Node const& node) {
        auto const path =
            table_at(node, "table", [&](fs::path const& table) { study_.country = with_context(table); });
        if (!path) return;
        study_.table = *path;
        study_.files.push_back({*path, study_.country.source.sha256});
    }

    void read_firms(Node const& node) {
        table_at(node, "firm_sizes", [&](fs::path const& table) {
            auto sizes = read_firm_sizes(table);
            study_.country.firm_sizes = std::move(sizes.classes);
            study_.firm_sizes = table.string();
            study_.files.push_back({table.string(), sizes.source.sha256});
        });
    }

    static Country with_context(fs::path const& path) {
        auto country = spil::read_country(path);
        add_context(country);
        return country;
    }

    Scenario const& scenario_;
    Study& study_;
    std::vector<Problem>& problems_;
};

}  // namespace

void read_study_country(Scenario const& scenario, Study& study, std::vector<Problem>& problems) {
    CountryReader{scenario, study, problems}.read();
}

}  // namespace spil
