#include "engine/core/csv_writer.hpp"

#include <cerrno>
#include <system_error>

#include "engine/core/error.hpp"

namespace spil {

std::string csv_cell(std::string_view text) {
    if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string{text};
    std::string quoted = "\"";
    for (char const c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

CsvWriter::CsvWriter(std::filesystem::path const& path) : path_(path.string()) {
    errno = 0;
    file_.open(path, std::ios::binary | std::ios::trunc);
    if (!file_) throw FileError(path_, "write", std::generic_category().message(errno));
}

void CsvWriter::write() {
    errno = 0;
    file_.write(waiting_.data(), static_cast<std::streamsize>(waiting_.size()));
    file_.flush();
    if (!file_) throw FileError(path_, "write", std::generic_category().message(errno));
    waiting_.clear();
}

void CsvWriter::close() {
    write();
    errno = 0;
    file_.close();
    if (!file_) throw FileError(path_, "write", std::generic_category().message(errno));
}

}  // namespace spil
