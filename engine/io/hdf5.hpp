#pragma once
/// \file hdf5.hpp  HDF5 files that netCDF tools open as their own: the only door to the HDF5 library.
///
/// A netCDF-4 file is an HDF5 file in which every axis of every variable is attached to a *dimension scale*:
/// a one-dimensional variable, named as the dimension, that holds its coordinates. `File` cannot write
/// anything else, so xarray, ncdump, R and Julia show named dimensions, coordinates and missing values
/// unaided. Kept out because a common reader drops or breaks on it: fixed-length strings, bool, enum,
/// compound types, references, links, filters other than shuffle, deflate and fletcher32. Creation order is
/// kept everywhere, so that netCDF tools list variables as they were made and can append; no time stamps are
/// kept, so that equal calls give equal bytes.
///
/// A writer of results makes the whole file first, then fills blocks of runs:
/// \code
///     auto file = hdf5::File::create("study.h5.partial");
///     file.attribute("/", "Conventions", "CF-1.10");
///     file.create_dimension("", "run", runs);                                // 0..N-1
///     file.create_dimension("", "year", years, {{"units", "year"}});         // never "years since ..."
///     file.create_dimension("", "municipality", codes);                      // strings
///     file.create_variable({.name = "run_status", .type = hdf5::Type::int8, .dimensions = {"run"},
///                           .flags = {"pending", "ok", "failed", "timeout"}});
///     file.create_variable({.name = "embedding", .type = hdf5::Type::float32,
///                           .dimensions = {"run", "year", "municipality"}, .chunk = {16, 0, 0},
///                           .compress = true, .text_attributes = {{"units", "1"}, {"long_name", "..."}}});
///     for (each block of 16 runs) {
///         file.write("embedding", {first, 0, 0}, {16, years.size(), codes.size()}, values);
///         file.flush();                                    // the numbers are down ...
///         file.write("run_status", {first}, {16}, ok);
///         file.flush();                                    // ... before they are called ok
///     }
///     file.close();                                        // reports what is left; then rename
/// \endcode
/// `sync()` every few seconds instead of `flush()` guards against power loss as well. A compressed chunk
/// should hold the runs of one block and no more: with chunks of 1024 runs every block of 16 compresses all
/// 1024 anew, which took ten times as long. Chunks that are not compressed are filled in place and may be
/// larger.
///
/// Names: "share" is in the root, "runtime/seconds" in the group `runtime`, which is made when needed.
/// Row-major, last dimension fastest. Strings are UTF-8 without NUL; the caller answers for their validity.
/// Errors: whatever the disk or the HDF5 library refuses is a `FileError` with path, operation and HDF5's own
/// reason; a call that contradicts what was declared (sizes, types, unknown dimension) is a `ContractError`.
/// A `File` may be used by one thread at a time.
/// Source: netCDF-4 format specification (Unidata, NetCDF Users Guide, appendix "File format
/// specifications"); HDF5 Dimension Scale Specification; CF conventions 1.10 section 3.5 (flags).

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace spil::hdf5 {

/// What a variable stores: little-endian numbers or variable-length UTF-8.
enum class Type { int8, int32, int64, float32, float64, string };

template <class T>
concept Number = std::same_as<T, std::int8_t> || std::same_as<T, std::int32_t> ||
    std::same_as<T, std::int64_t> || std::same_as<T, float> || std::same_as<T, double>;

template <Number T>
constexpr Type type_of() noexcept {
    if constexpr (std::same_as<T, std::int8_t>) return Type::int8;
    if constexpr (std::same_as<T, std::int32_t>) return Type::int32;
    if constexpr (std::same_as<T, std::int64_t>) return Type::int64;
    if constexpr (std::same_as<T, float>) return Type::float32;
    if constexpr (std::same_as<T, double>) return Type::float64;
}

/// The value that stands for "not there": NaN, -2147483647 (int32), the second lowest int64. An int8 has
/// none: it holds flags, and "not yet" is one of them.
template <Number T>
requires(!std::same_as<T, std::int8_t>) constexpr T missing() noexcept {
    if constexpr (std::floating_point<T>)
        return std::numeric_limits<T>::quiet_NaN();
    else
        return std::numeric_limits<T>::min() + 1;
}

/// What can be lent as a span of one type of `Number`.
template <class Range>
concept NumberRange = requires(Range const& range) {
    std::span(range);
    requires Number<typename decltype(std::span(range))::value_type>;
};

/// Numbers of one type lent to a call: any vector, array or span of a `Number` becomes one.
class Numbers {
  public:
    template <NumberRange Range>
    Numbers(Range const& values) noexcept
        : data_(std::span(values).data()),
          size_(std::span(values).size()),
          type_(type_of<typename decltype(std::span(values))::value_type>()) {}

    void const* data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }
    Type type() const noexcept { return type_; }

  private:
    void const* data_;
    std::size_t size_;
    Type type_;
};

/// One number per dimension: an extent, an offset or a count. Empty for a scalar.
using Shape = std::vector<std::uint64_t>;

/// Names with their texts, written in this order.
using TextAttributes = std::vector<std::pair<std::string, std::string>>;

/// What an attribute can be. Unsigned 64-bit numbers are left out on purpose: R reads them as NA.
using AttributeValue = std::variant<std::string_view, std::int64_t, double, std::vector<std::string>,
                                    std::vector<std::int64_t>, std::vector<double>>;

/// `never`: no `_FillValue` is declared, so that xarray keeps integers (an index, an id) integers.
enum class Missing { possible, never };

/// A variable to be made at its full size. What is never written reads as `missing<T>()`, in an int8 as 0, in
/// a string as "".
struct VariableSpec {
    /// "share" or "group/share"
    std::string name = {};
    Type type = Type::float64;
    /// Each made before, in the variable's group or one above; none: a scalar.
    std::vector<std::string> dimensions = {};
    /// Per dimension; 0 = the whole extent, and larger ones are cut to it. Empty: contiguous up to 64 KiB,
    /// else slices along the first dimension of at most 1 MiB.
    Shape chunk = {};
    /// Shuffle, gzip 1 and fletcher32, for numbers in chunks; others are stored as they are.
    bool compress = false;
    /// units, long_name, ...
    TextAttributes text_attributes = {};
    /// For int8 only: what 0, 1, 2 ... mean, one word each.
    std::vector<std::string> flags = {};
    Missing missing = Missing::possible;
};

/// `read`: shared, nothing can change. `write`: to go on with a file that was begun before.
enum class Access { read, write };

/// An open file. Every change is complete or throws; none is safe on disk before `flush`.
class File {
  public:
    /// A new empty file, taking the place of one that is there.
    static File create(std::string const& path);
    static File open(std::string const& path, Access access = Access::read);

    File(File&& other) noexcept;
    File& operator=(File&& other) noexcept;
    ~File();  ///< closes without a word about failure: call `close` where it matters

    std::string const& path() const noexcept { return path_; }
    void flush();  ///< everything written so far reaches the operating system
    void sync();   ///< ... and the disk
    void close();  ///< a second close does nothing

    // Declaring. A name that is taken is a FileError.

    /// With the groups above it. One that is there is left alone.
    void create_group(std::string const& name);

    /// A dimension with its coordinates, in `group` ("" = root). Not int8.
    void create_dimension(std::string const& group, std::string const& name, Numbers values,
                          TextAttributes const& text_attributes = {});
    void create_dimension(std::string const& group, std::string const& name,
                          std::span<std::string const> values, TextAttributes const& text_attributes = {});

    void create_variable(VariableSpec const& spec);

    /// Sets or replaces an attribute of a variable, a group, or the file ("" or "/").
    void attribute(std::string const& object, std::string const& name, AttributeValue const& value);

    // Writing. Floating point into floating point, integers into integers that are not narrower.

    void write(std::string const& name, Shape const& offset, Shape const& count, Numbers values);
    void write_all(std::string const& name, Numbers values);
    void write_strings(std::string const& name, std::uint64_t offset, std::span<std::string const> values);

    // Looking. Lists are in order of creation.

    /// A variable, dimension or group.
    bool has(std::string const& name) const;
    std::vector<std::string> groups(std::string const& group = "") const;
    /// Without the dimensions ...
    std::vector<std::string> variables(std::string const& group = "") const;
    /// ... and the dimensions that were made in the group.
    std::vector<std::string> coordinates(std::string const& group = "") const;
    Shape shape(std::string const& name) const;
    /// FileError if it is none of `Type`: the file is not ours.
    Type type(std::string const& name) const;
    /// One name per axis, "" where none is attached.
    std::vector<std::string> dimensions(std::string const& name) const;

    // Reading. An integer is not read into a narrower one, nor a fraction into an integer (FileError); a
    // float64 read as float is rounded. Declared missing integers come back as `missing<T>()`: NaN when read
    // as double.

    template <Number T>
    std::vector<T> read(std::string const& name) const {
        return read<T>(name, Shape(shape(name).size(), 0), shape(name));
    }

    template <Number T>
    std::vector<T> read(std::string const& name, Shape const& offset, Shape const& count) const {
        std::size_t size = 1;
        for (auto const n : count) size *= n;
        std::vector<T> values(size);
        read_into(name, offset, count, type_of<T>(), values.data());
        return values;
    }

    /// Of any shape, row-major.
    std::vector<std::string> read_strings(std::string const& name) const;

    /// Texts and numbers among the attributes of a variable, a group or the file, by name: the texts, or one
    /// text with the bytes of all numbers.
    std::map<std::string, std::vector<std::string>> attributes(std::string const& object) const;

    /// Nothing if there is no such attribute, FileError if it is not a single text.
    std::optional<std::string> text_attribute(std::string const& object, std::string const& name) const;

    /// Nothing if there is no such attribute, FileError if it is not texts.
    std::optional<std::vector<std::string>> texts_attribute(std::string const& object,
                                                            std::string const& name) const;

    /// Nothing if there is no such attribute, FileError if it is not numbers. Beyond 2^53 integers are
    /// rounded.
    std::optional<std::vector<double>> number_attribute(std::string const& object,
                                                        std::string const& name) const;

  private:
    File(std::int64_t id, std::string path) noexcept : id_(id), path_(std::move(path)) {}

    std::int64_t id() const;
    void read_into(std::string const& name, Shape const& offset, Shape const& count, Type type,
                   void* values) const;

    std::int64_t id_ = -1;  // HDF5's handle; negative: closed
    std::string path_;
};

}  // namespace spil::hdf5
