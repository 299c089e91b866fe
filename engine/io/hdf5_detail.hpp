#pragma once
/// \file hdf5_detail.hpp  Handles that close themselves and failures that speak: shared by
/// engine/io/hdf5*.cpp.
///
/// Not for other files: it includes <hdf5.h>.

#include "engine/core/error.hpp"
#include "engine/io/hdf5.hpp"

#include <hdf5.h>
#include <hdf5_hl.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace spil::hdf5::detail {

static_assert(std::is_same_v<hid_t, std::int64_t>, "HDF5 1.10 or later is needed");

/// The innermost entry of HDF5's error stack, shortened.
std::string library_reason();

/// What is being done to which object, to say so should it fail.
struct Task {
    std::string const& path;
    char const* operation;
    std::string_view object;  // empty: the file as a whole

    [[noreturn]] void fail(std::string const& reason) const;

    /// Passes on what an HDF5 function returned, unless that was a failure (negative).
    template <class Result>
    Result check(Result result) const {
        if (result < 0) fail(library_reason());
        return result;
    }
};

/// Owns one HDF5 identifier.
class Handle {
  public:
    using Closer = herr_t (*)(hid_t);

    Handle(hid_t id, Closer closer) noexcept : id_(id), closer_(closer) {}
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), closer_(other.closer_) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(id_, other.id_);
        std::swap(closer_, other.closer_);
        return *this;
    }
    ~Handle() {
        if (id_ >= 0) closer_(id_);
    }

    /// Closes now and reports a failure: a dataset writes the chunks it kept back when it is closed.
    void close(Task const& task) {
        if (id_ >= 0) task.check(closer_(std::exchange(id_, -1)));
    }

    operator hid_t() const noexcept { return id_; }

  private:
    hid_t id_;
    Closer closer_;
};

/// The part of a path before and after its last '/'.
std::string parent_of(std::string const& name);
std::string leaf_of(std::string const& name);

bool exists(hid_t file, std::string const& name);

Handle utf8(Task const& task);
hid_t memory_type(Type type);
Handle file_type(Task const& task, Type type);
Type stored_type(Task const& task, hid_t dataset);
Handle open_dataset(Task const& task, hid_t file, std::string const& name);
Handle open_object(Task const& task, hid_t file, std::string const& name);
Shape shape_of(Task const& task, hid_t dataset);

inline bool is_floating(Type type) {
    return type == Type::float32 || type == Type::float64;
}
std::size_t width(Type type);

/// A block of a variable, in the file and in memory.
struct Selection {
    Handle in_file;
    Handle in_memory;
};
Selection select(Task const& task, hid_t dataset, Shape const& offset, Shape const& count);

void write_attribute(Task const& task, hid_t object, std::string const& name, AttributeValue const& value);
void write_attribute(Task const& task, hid_t object, std::string const& name, Numbers values);

inline std::vector<hsize_t> native(Shape const& shape) {
    return {shape.begin(), shape.end()};
}

inline std::uint64_t product(Shape const& shape) {
    std::uint64_t total = 1;
    for (auto const extent : shape) total *= extent;
    return total;
}

}  // namespace spil::hdf5::detail
