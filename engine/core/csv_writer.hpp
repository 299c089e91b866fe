#pragma once
/// \file csv_writer.hpp  Tables of text, written so that a full disk is noticed.

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace spil {

/// A cell as RFC 4180 wants it: in quotes where it holds a comma, a quote or a line's end.
std::string csv_cell(std::string_view text);

/// One file. Lines are gathered and written in large pieces. \throws FileError  from each member, when the
/// file cannot be opened or written; what was written before stays.
class CsvWriter {
  public:
    explicit CsvWriter(std::filesystem::path const& path);

    template <class... T>
    void print(fmt::format_string<T...> format, T&&... values) {
        fmt::format_to(std::back_inserter(waiting_), format, std::forward<T>(values)...);
        if (waiting_.size() > enough) write();
    }
    /// Writes the rest. Without it the rest is lost: an error could not be told from a destructor.
    void close();

  private:
    static constexpr std::size_t enough = 65536;  // bytes

    void write();

    std::string path_;
    std::ofstream file_;
    fmt::memory_buffer waiting_;
};

}  // namespace spil
