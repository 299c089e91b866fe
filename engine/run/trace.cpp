#include "engine/run/trace.hpp"

#include <cmath>
#include <limits>
#include <system_error>
#include <type_traits>
#include <utility>

#include "engine/core/csv_writer.hpp"
#include "engine/core/error.hpp"

namespace spil {

namespace {

namespace fs = std::filesystem;

/// Mean, least and greatest of the entries that are numbers; NaN where none is.
struct Spread {
    double mean = std::numeric_limits<double>::quiet_NaN();
    double low = mean, high = mean;
};

template <class Values>
Spread spread(Values const& values) {
    Spread s;
    double sum = 0;
    std::size_t n = 0;
    for (auto const value : values) {
        auto const x = static_cast<double>(value);
        if (std::isnan(x)) continue;
        s.low = n == 0 ? x : std::min(s.low, x);
        s.high = n == 0 ? x : std::max(s.high, x);
        sum += x;
        ++n;
    }
    if (n > 0) s.mean = sum / static_cast<double>(n);
    return s;
}

}  // namespace

struct Trace::Tables {
    explicit Tables(fs::path const& folder)
        : states(folder / "states.csv"),
          columns(folder / "columns.csv"),
          labs(folder / "labs.csv"),
          flows(folder / "flows.csv"),
          matrix(folder / "flow_matrix.csv") {
        states.print("month,digest\n");
        columns.print("month,table,column,unit,entries,mean,min,max\n");
        labs.print("month,lab,municipality,mission,solution,from,to\n");
        flows.print("month,flow,cents\n");
        matrix.print("month,payer,payee,cents\n");
    }

    CsvWriter states, columns, labs, flows, matrix;
};

Trace::Trace(fs::path const& folder, Country const& country, std::vector<std::string> missions)
    : country_(country), missions_(std::move(missions)) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw FileError(folder.string(), "write", error.message());
    tables_ = std::make_unique<Tables>(folder);
}

Trace::~Trace() = default;

void Trace::month(World const& world, int month) {
    tables_->states.print("{},{:016x}\n", month, digest(world));
    columns(world, month);
    labs(world, month);
    flows(world, month);
}

void Trace::columns(World const& world, int month) {
    for_each_table(world, [&](auto const& table) {
        using Table = std::remove_cvref_t<decltype(table)>;
        for_each_column(table, [&](auto const& field, auto const& column) {
            auto const s = spread(column.now);
            tables_->columns.print("{},{},{},{},{},{},{},{}\n", month, Table::name, field.name,
                                   csv_cell(field.unit), column.now.size(), s.mean, s.low, s.high);
        });
    });
}

void Trace::labs(World const& world, int month) {
    auto const& labs = world.labs;
    auto const known = stages_.size();
    auto const& stage = labs.stage.now;
    stages_.resize(stage.size());
    for (std::size_t lab = 0; lab < stage.size(); ++lab) {
        if (lab < known && stages_[lab] == stage[lab]) continue;
        auto const name = [](Stage s) { return stage_names.at(static_cast<std::size_t>(s)); };
        tables_->labs.print("{},{},{},{},{},{},{}\n", month, lab,
                            csv_cell(country_.code.at(static_cast<std::size_t>(labs.host.now[lab]))),
                            csv_cell(missions_.at(static_cast<std::size_t>(labs.mission.now[lab]))),
                            labs.solution.now[lab], lab < known ? name(stages_[lab]) : "", name(stage[lab]));
        stages_[lab] = stage[lab];
    }
}

/// The ledger adds up from January; what a month added is the difference.
void Trace::flows(World const& world, int month) {
    bool const january = month % 12 == 1;
    auto const added = [&](Cents& before, Cents now) { return now - std::exchange(before, now); };
    if (january) {
        paid_.fill(0);
        matrix_.fill(0);
    }
    for (std::size_t f = 0; f < flow_count; ++f)
        if (auto const cents = added(paid_[f], world.ledger.flow(static_cast<Flow>(f))); cents != 0)
            tables_->flows.print("{},{},{}\n", month, flow_types()[f].name, cents);
    for (std::size_t k = 0; k < matrix_.size(); ++k) {
        auto const payer = k / account_classes, payee = k % account_classes;
        auto const now =
            world.ledger.flow(static_cast<AccountClass>(payer), static_cast<AccountClass>(payee));
        if (auto const cents = added(matrix_[k], now); cents != 0)
            tables_->matrix.print("{},{},{},{}\n", month, account_class_names[payer],
                                  account_class_names[payee], cents);
    }
}

void Trace::close() {
    for (auto* table :
         {&tables_->states, &tables_->columns, &tables_->labs, &tables_->flows, &tables_->matrix})
        table->close();
}

}  // namespace spil
