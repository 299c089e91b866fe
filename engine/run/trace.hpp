#pragma once
/// \file trace.hpp  What one run went through, month by month, as tables of text.
///
/// A results file holds years; somebody who asks why a run went as it did needs the months between. A trace
/// is a folder with
///
///     states.csv       month, digest                                     of all columns and accounts
///     columns.csv      month, table, column, unit, entries, mean, min, max  of every declared column
///     labs.csv         month, lab, municipality, mission, solution, from, to   each change of stage
///     flows.csv        month, flow, cents                                paid in that month, where not 0
///     flow_matrix.csv  month, payer, payee, cents                        the same by class of account
///
/// Month 0 is the state before the first month. Two runs whose digests are equal up to a month are equal up
/// to that month in every bit: the first line in which two `states.csv` differ is where two policies part.

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/world/country.hpp"
#include "engine/world/world.hpp"

namespace spil {

class Trace {
  public:
    /// Makes the folder when it is not there, and replaces tables of an older trace.
    /// \param missions  their titles \throws FileError  the folder cannot be written
    Trace(std::filesystem::path const& folder, Country const& country, std::vector<std::string> missions);
    Trace(Trace const&) = delete;
    Trace& operator=(Trace const&) = delete;
    ~Trace();

    /// To be called for month 0 and after each month, in order. \throws FileError
    void month(World const& world, int month);
    /// \throws FileError  the rest could not be written
    void close();

  private:
    struct Tables;

    void columns(World const& world, int month);
    void labs(World const& world, int month);
    void flows(World const& world, int month);

    Country const& country_;
    std::vector<std::string> missions_;
    std::unique_ptr<Tables> tables_;
    std::vector<Stage> stages_;  // of each lab, a month ago
    std::array<Cents, flow_count> paid_{};
    std::array<Cents, account_classes * account_classes> matrix_{};
};

}  // namespace spil
