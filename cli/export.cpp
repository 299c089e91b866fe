#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>

#include "analysis/human.hpp"
#include "analysis/results.hpp"
#include "cli/commands.hpp"
#include "engine/core/csv_writer.hpp"
#include "engine/core/error.hpp"

namespace spil::cli {

namespace {

namespace fs = std::filesystem;

/// The labels along a dimension: names, or numbers.
std::vector<std::string> labels(hdf5::File const& file, std::string const& dimension) {
    std::vector<std::string> all;
    if (file.type(dimension) == hdf5::Type::string) {
        for (auto const& text : file.read_strings(dimension)) all.push_back(csv_cell(text));
    } else {
        for (auto const n : file.read<std::int64_t>(dimension)) all.push_back(std::to_string(n));
    }
    return all;
}

/// One file: a row for each run and each place along the further dimensions. Missing values are empty.
class Table {
  public:
    Table(hdf5::File const& file, Results const& results, fs::path const& folder)
        : file_(file),
          folder_(folder),
          policies_(labels(file, "policy")),
          policy_(file.read<std::int32_t>("run_policy")),
          world_(file.read<std::int32_t>("run_world")),
          status_(file.read<std::int8_t>("run_status")),
          runs_(results.runs()) {}

    std::size_t write(Outcome const& outcome) const {
        CsvWriter out(folder_ / (outcome.name + ".csv"));
        std::vector<std::vector<std::string>> along;
        std::string head = "run,policy,world";
        std::size_t row = 1;
        for (std::size_t d = 1; d < outcome.dimensions.size(); ++d) {
            along.push_back(labels(file_, outcome.dimensions[d]));
            row *= along.back().size();
            head += "," + outcome.dimensions[d];
        }
        out.print("{},{}\n", head, outcome.name);
        bool const real = file_.type(outcome.name) == hdf5::Type::float32 ||
                          file_.type(outcome.name) == hdf5::Type::float64;
        bool const single = file_.type(outcome.name) == hdf5::Type::float32;
        std::size_t rows = 0;
        for (std::size_t run = 0; run < runs_; ++run) {
            if (status_[run] != 1) continue;  // failed and pending runs have no results
            hdf5::Shape from{run}, extent{1};
            for (auto const& names : along) {
                from.push_back(0);
                extent.push_back(names.size());
            }
            auto const reals = real ? file_.read<double>(outcome.name, from, extent) : std::vector<double>{};
            auto const integers =
                real ? std::vector<std::int64_t>{} : file_.read<std::int64_t>(outcome.name, from, extent);
            for (std::size_t k = 0; k < row; ++k, ++rows) {
                out.print("{},{},{}", run, policies_[static_cast<std::size_t>(policy_[run])], world_[run]);
                std::size_t below = row;
                for (auto const& names : along) {
                    below /= names.size();
                    out.print(",{}", names[k / below % names.size()]);
                }
                bool const there =
                    real ? !std::isnan(reals[k]) : integers[k] != hdf5::missing<std::int64_t>();
                if (!there)
                    out.print(",\n");
                else if (single)
                    out.print(",{}\n", static_cast<float>(reals[k]));
                else if (real)
                    out.print(",{}\n", reals[k]);
                else
                    out.print(",{}\n", integers[k]);
            }
        }
        out.close();
        return rows;
    }

  private:
    hdf5::File const& file_;
    fs::path folder_;
    std::vector<std::string> policies_;
    std::vector<std::int32_t> policy_, world_;
    std::vector<std::int8_t> status_;
    std::size_t runs_;
};

}  // namespace

int export_csv(ExportArguments const& arguments) {
    Results const results(arguments.file);
    std::vector<Outcome> wanted;
    for (auto const& name : arguments.outcomes) wanted.push_back(results.outcome(name));
    if (wanted.empty())
        std::copy_if(results.outcomes().begin(), results.outcomes().end(), std::back_inserter(wanted),
                     [](Outcome const& o) { return o.per_run() || o.yearly(); });
    std::error_code error;
    fs::create_directories(arguments.folder, error);
    if (error) throw FileError(arguments.folder, "write", error.message());
    auto const file = hdf5::File::open(arguments.file);
    Table const table(file, results, arguments.folder);
    std::size_t rows = 0;
    for (auto const& outcome : wanted) rows += table.write(outcome);
    fmt::print(stderr, "{}: {} of {}\n", arguments.folder, human_count(rows, "row"),
               human_count(wanted.size(), "outcome"));
    return exit_code::ok;
}

}  // namespace spil::cli
