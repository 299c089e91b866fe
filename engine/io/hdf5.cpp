#include "engine/io/hdf5.hpp"

#include "engine/io/hdf5_detail.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace spil::hdf5 {

using detail::Handle;
using detail::Task;

namespace {

constexpr unsigned tracked = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

/// HDF5 cleans up after main and crashes there (1.10.8, measured) when a full disk made a close fail: a
/// `File` closes itself, so no clean-up is wanted. It also prints its error stack on stderr unless told not
/// to, in each thread anew.
void tame_library() noexcept {
    [[maybe_unused]] static auto const stays = H5dont_atexit();  // counts only before the first other call
    [[maybe_unused]] thread_local auto const silent = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

/// Creation properties of a group or file: ordered, without time stamps.
Handle ordered_group(Task const& task, hid_t property_class) {
    auto properties = Handle(task.check(H5Pcreate(property_class)), H5Pclose);
    task.check(H5Pset_link_creation_order(properties, tracked));
    task.check(H5Pset_attr_creation_order(properties, tracked));
    task.check(H5Pset_obj_track_times(properties, false));
    return properties;
}

/// A leftover identifier must not keep the file open after `close`.
Handle file_access(Task const& task) {
    auto access = Handle(task.check(H5Pcreate(H5P_FILE_ACCESS)), H5Pclose);
    task.check(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG));
    return access;
}

}  // namespace

File File::create(std::string const& path) {
    tame_library();
    auto const task = Task{path, "create", {}};
    auto const creation = ordered_group(task, H5P_FILE_CREATE);
    auto const access = file_access(task);
    return {task.check(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, access)), path};
}

File File::open(std::string const& path, Access access) {
    tame_library();
    auto const task = Task{path, "open", {}};
    auto const flags = access == Access::read ? H5F_ACC_RDONLY : H5F_ACC_RDWR;
    auto const properties = file_access(task);
    return {task.check(H5Fopen(path.c_str(), flags, properties)), path};
}

File::File(File&& other) noexcept : id_(std::exchange(other.id_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(path_, other.path_);
    return *this;
}

File::~File() {
    if (id_ < 0) return;
    tame_library();
    H5Fclose(id_);
}

std::int64_t File::id() const {
    SPIL_EXPECT(id_ >= 0, "'" + path_ + "' is used after it was closed");
    tame_library();
    return id_;
}

void File::flush() {
    Task{path_, "flush", {}}.check(H5Fflush(id(), H5F_SCOPE_GLOBAL));
}

void File::sync() {
    flush();
    auto const task = Task{path_, "flush", {}};
    void* descriptor = nullptr;
    task.check(H5Fget_vfd_handle(id(), H5P_DEFAULT, &descriptor));
    if (::fsync(*static_cast<int*>(descriptor)) != 0) task.fail(std::strerror(errno));
}

void File::close() {
    if (id_ < 0) return;
    tame_library();
    Task{path_, "close", {}}.check(H5Fclose(std::exchange(id_, -1)));
}

void File::create_group(std::string const& name) {
    auto const task = Task{path_, "create", name};
    auto const file = id();
    if (name.empty() || name == "/" || detail::exists(file, name)) return;
    create_group(detail::parent_of(name));
    auto const creation = ordered_group(task, H5P_GROUP_CREATE);
    Handle(task.check(H5Gcreate2(file, name.c_str(), H5P_DEFAULT, creation, H5P_DEFAULT)), H5Gclose);
}

bool File::has(std::string const& name) const {
    return detail::exists(id(), name);
}

namespace {

constexpr std::uint64_t small_bytes = std::uint64_t{64} << 10;
constexpr std::uint64_t chunk_bytes = std::uint64_t{1}
                                      << 20;  // one chunk fills HDF5 1.10's cache of a dataset

/// A path below the root has no '/' in front, "" is the root.
std::string joined(std::string const& group, std::string const& name) {
    return group.empty() || group == "/" ? name : group + "/" + name;
}

/// The scale named `dimension` that a variable of `group` sees: its own group's or the nearest one's above.
Handle find_scale(Task const& task, hid_t file, std::string group, std::string const& dimension) {
    while (true) {
        auto const name = joined(group, dimension);
        if (detail::exists(file, name)) {
            auto scale = detail::open_object(task, file, name);
            if (H5Iget_type(scale) == H5I_DATASET && H5DSis_scale(scale) > 0) return scale;
        }
        if (group.empty()) break;
        group = detail::parent_of(group);
    }
    throw ContractError("'" + std::string(task.object) + "' has a dimension '" + dimension +
                        "' that was not created before");
}

/// Chunk extents after the rules of `VariableSpec::chunk`; empty: contiguous.
Shape chunk_of(VariableSpec const& spec, Shape const& shape) {
    auto const bytes = detail::product(shape) * detail::width(spec.type);
    if (bytes == 0 || shape.empty()) return {};
    auto chunk = spec.chunk;
    if (chunk.empty()) {
        if (bytes <= small_bytes) return {};
        chunk = shape;
        chunk[0] = std::max<std::uint64_t>(1, chunk_bytes / (bytes / shape[0]));
    }
    SPIL_EXPECT(chunk.size() == shape.size(), "'" + spec.name + "' needs one chunk extent per dimension");
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
        chunk[axis] = chunk[axis] == 0 ? shape[axis] : std::min(chunk[axis], shape[axis]);
    return chunk;
}

/// Creation properties of a dataset: ordered attributes, no time stamps.
Handle ordered_dataset(Task const& task) {
    auto properties = Handle(task.check(H5Pcreate(H5P_DATASET_CREATE)), H5Pclose);
    task.check(H5Pset_attr_creation_order(properties, tracked));
    task.check(H5Pset_obj_track_times(properties, false));
    return properties;
}

void set_chunks(Task const& task, hid_t properties, VariableSpec const& spec, Shape const& chunk) {
    auto const extents = detail::native(chunk);
    task.check(H5Pset_chunk(properties, static_cast<int>(extents.size()), extents.data()));
    task.check(H5Pset_alloc_time(properties, H5D_ALLOC_TIME_INCR));
    if (!spec.compress || spec.type == Type::string) return;
    task.check(H5Pset_shuffle(properties));
    task.check(H5Pset_deflate(properties, 1));
    task.check(H5Pset_fletcher32(properties));
}

/// Calls `action` with the missing value of the type as a C++ number, if the type has one.
template <class Action>
void with_missing(Type type, Action action) {
    switch (type) {
        case Type::int32:
            return action(missing<std::int32_t>());
        case Type::int64:
            return action(missing<std::int64_t>());
        case Type::float32:
            return action(missing<float>());
        case Type::float64:
            return action(missing<double>());
        case Type::int8:
        case Type::string:
            return;
    }
}

/// CF 3.5 wants one text for the meanings, hence words.
void expect_valid_flags(VariableSpec const& spec) {
    SPIL_EXPECT(spec.flags.empty() || (spec.type == Type::int8 && spec.flags.size() <= 127),
                "'" + spec.name + "' has flags: it must be int8, with at most 127 of them");
    for (auto const& flag : spec.flags)
        SPIL_EXPECT(!flag.empty() && flag.find(' ') == std::string::npos,
                    "a flag of '" + spec.name + "' is not one word: '" + flag + "'");
}

void write_flags(Task const& task, hid_t dataset, VariableSpec const& spec) {
    std::vector<std::int8_t> values;
    std::string meanings;
    for (auto const& flag : spec.flags) {
        values.push_back(static_cast<std::int8_t>(values.size()));
        meanings += (meanings.empty() ? "" : " ") + flag;
    }
    detail::write_attribute(task, dataset, "flag_values", values);
    detail::write_attribute(task, dataset, "flag_meanings", AttributeValue{std::string_view(meanings)});
}

/// A one-dimensional dataset that is a scale, still without its coordinates.
void create_scale(Task const& task, hid_t file, std::string const& path, Type type, std::size_t size,
                  TextAttributes const& text_attributes) {
    auto const extent = static_cast<hsize_t>(size);
    auto const space = Handle(task.check(H5Screate_simple(1, &extent, nullptr)), H5Sclose);
    auto const dataset =
        Handle(task.check(H5Dcreate2(file, path.c_str(), detail::file_type(task, type), space, H5P_DEFAULT,
                                     ordered_dataset(task), H5P_DEFAULT)),
               H5Dclose);
    task.check(H5DSset_scale(dataset, detail::leaf_of(path).c_str()));
    for (auto const& [key, text] : text_attributes)
        detail::write_attribute(task, dataset, key, AttributeValue{std::string_view(text)});
}

}  // namespace

void File::create_dimension(std::string const& group, std::string const& name, Numbers values,
                            TextAttributes const& text_attributes) {
    SPIL_EXPECT(values.type() != Type::int8, "'" + name + "': coordinates are int32, int64, float or string");
    create_group(group);
    auto const path = joined(group, name);
    create_scale(Task{path_, "create", path}, id(), path, values.type(), values.size(), text_attributes);
    write_all(path, values);
}

void File::create_dimension(std::string const& group, std::string const& name,
                            std::span<std::string const> values, TextAttributes const& text_attributes) {
    create_group(group);
    auto const path = joined(group, name);
    create_scale(Task{path_, "create", path}, id(), path, Type::string, values.size(), text_attributes);
    write_strings(path, 0, values);
}

void File::create_variable(VariableSpec const& spec) {
    expect_valid_flags(spec);
    auto const task = Task{path_, "create", spec.name};
    auto const file = id();
    auto const group = detail::parent_of(spec.name);
    create_group(group);

    std::vector<Handle> scales;
    Shape shape;
    for (auto const& dimension : spec.dimensions) {
        scales.push_back(find_scale(task, file, group, dimension));
        shape.push_back(detail::shape_of(task, scales.back()).at(0));
    }

    auto const properties = ordered_dataset(task);
    if (auto const chunk = chunk_of(spec, shape); !chunk.empty()) set_chunks(task, properties, spec, chunk);
    with_missing(spec.type, [&](auto value) {
        task.check(H5Pset_fill_value(properties, detail::memory_type(spec.type), &value));
    });

    auto const extents = detail::native(shape);
    auto const space = Handle(task.check(shape.empty() ? H5Screate(H5S_SCALAR)
                                                       : H5Screate_simple(static_cast<int>(extents.size()),
                                                                          extents.data(), nullptr)),
                              H5Sclose);
    auto const dataset =
        Handle(task.check(H5Dcreate2(file, spec.name.c_str(), detail::file_type(task, spec.type), space,
                                     H5P_DEFAULT, properties, H5P_DEFAULT)),
               H5Dclose);
    for (unsigned axis = 0; axis < scales.size(); ++axis)
        task.check(H5DSattach_scale(dataset, scales[axis], axis));

    for (auto const& [key, text] : spec.text_attributes)
        detail::write_attribute(task, dataset, key, AttributeValue{std::string_view(text)});
    if (spec.missing == Missing::possible) {
        with_missing(spec.type, [&](auto value) {
            detail::write_attribute(task, dataset, "_FillValue", std::span(&value, 1));
        });
    }
    if (!spec.flags.empty()) write_flags(task, dataset, spec);
}

}  // namespace spil::hdf5
