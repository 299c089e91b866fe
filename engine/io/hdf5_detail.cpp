#include "engine/io/hdf5_detail.hpp"

namespace spil::hdf5::detail {

namespace {

/// HDF5 packs an operating system error as "unable to open file: name = '...', errno = 2, error message =
/// 'No such file or directory', flags = ...": keep what failed and why.
std::string shortened(std::string const& text) {
    std::string const mark = "error message = '";
    auto const begin = text.find(mark);
    if (begin == std::string::npos) return text;
    auto const why = begin + mark.size();
    return text.substr(0, text.find_first_of(":,")) + ": " + text.substr(why, text.find('\'', why) - why);
}

herr_t keep_first(unsigned position, H5E_error2_t const* error, void* text) noexcept {
    if (position != 0 || error->desc == nullptr) return 0;
    try {
        *static_cast<std::string*>(text) = error->desc;
    } catch (...) {  // no memory for the reason: the failure is reported without it
    }
    return 0;
}

}  // namespace

std::string library_reason() {
    std::string text;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &text);
    return text.empty() ? "HDF5 gives no reason" : shortened(text);
}

void Task::fail(std::string const& reason) const {
    throw FileError(path, operation, object.empty() ? reason : "'" + std::string(object) + "': " + reason);
}

std::string parent_of(std::string const& name) {
    auto const slash = name.rfind('/');
    return slash == std::string::npos ? "" : name.substr(0, slash);
}

std::string leaf_of(std::string const& name) {
    return name.substr(name.rfind('/') + 1);
}

bool exists(hid_t file, std::string const& name) {
    if (name.empty() || name == "/") return true;
    auto const parent = parent_of(name);
    return exists(file, parent) && H5Lexists(file, name.c_str(), H5P_DEFAULT) > 0;
}

Handle utf8(Task const& task) {
    auto type = Handle(task.check(H5Tcopy(H5T_C_S1)), H5Tclose);
    task.check(H5Tset_size(type, H5T_VARIABLE));
    task.check(H5Tset_cset(type, H5T_CSET_UTF8));
    return type;
}

hid_t memory_type(Type type) {
    switch (type) {
        case Type::int8:
            return H5T_NATIVE_INT8;
        case Type::int32:
            return H5T_NATIVE_INT32;
        case Type::int64:
            return H5T_NATIVE_INT64;
        case Type::float32:
            return H5T_NATIVE_FLOAT;
        case Type::float64:
            return H5T_NATIVE_DOUBLE;
        case Type::string:
            break;
    }
    throw ContractError("a string is not a number");
}

Handle file_type(Task const& task, Type type) {
    if (type == Type::string) return utf8(task);
    auto const little_endian = [type]() -> hid_t {
        switch (type) {
            case Type::int8:
                return H5T_STD_I8LE;
            case Type::int32:
                return H5T_STD_I32LE;
            case Type::int64:
                return H5T_STD_I64LE;
            case Type::float32:
                return H5T_IEEE_F32LE;
            default:
                return H5T_IEEE_F64LE;
        }
    };
    return {task.check(H5Tcopy(little_endian())), H5Tclose};
}

std::size_t width(Type type) {
    switch (type) {
        case Type::int8:
            return 1;
        case Type::int32:
        case Type::float32:
            return 4;
        case Type::int64:
        case Type::float64:
            return 8;
        case Type::string:
            break;
    }
    return 16;  // a variable-length string leaves a length and a reference in its place
}

Type stored_type(Task const& task, hid_t dataset) {
    auto const stored = Handle(task.check(H5Dget_type(dataset)), H5Tclose);
    auto const size = H5Tget_size(stored);
    switch (H5Tget_class(stored)) {
        case H5T_INTEGER:
            if (H5Tget_sign(stored) != H5T_SGN_2) break;
            if (size == 1) return Type::int8;
            if (size == 4) return Type::int32;
            if (size == 8) return Type::int64;
            break;
        case H5T_FLOAT:
            if (size == 4) return Type::float32;
            if (size == 8) return Type::float64;
            break;
        case H5T_STRING:
            if (task.check(H5Tis_variable_str(stored)) > 0) return Type::string;
            break;
        default:
            break;
    }
    task.fail("its type is none of int8, int32, int64, float32, float64 and variable-length string");
}

Handle open_dataset(Task const& task, hid_t file, std::string const& name) {
    return {task.check(H5Dopen2(file, name.c_str(), H5P_DEFAULT)), H5Dclose};
}

Handle open_object(Task const& task, hid_t file, std::string const& name) {
    return {task.check(H5Oopen(file, name.empty() ? "/" : name.c_str(), H5P_DEFAULT)), H5Oclose};
}

Shape shape_of(Task const& task, hid_t dataset) {
    auto const space = Handle(task.check(H5Dget_space(dataset)), H5Sclose);
    auto const rank = task.check(H5Sget_simple_extent_ndims(space));
    std::vector<hsize_t> extents(static_cast<std::size_t>(rank));
    task.check(H5Sget_simple_extent_dims(space, extents.data(), nullptr));
    return {extents.begin(), extents.end()};
}

Selection select(Task const& task, hid_t dataset, Shape const& offset, Shape const& count) {
    auto const rank = shape_of(task, dataset).size();
    SPIL_EXPECT(offset.size() == rank && count.size() == rank,
                "'" + std::string(task.object) + "' has " + std::to_string(rank) + " dimensions, the block " +
                    std::to_string(offset.size()) + " offsets and " + std::to_string(count.size()) +
                    " counts");
    auto in_file = Handle(task.check(H5Dget_space(dataset)), H5Sclose);
    if (rank == 0) return {std::move(in_file), {task.check(H5Screate(H5S_SCALAR)), H5Sclose}};
    auto const start = native(offset);
    auto const extent = native(count);
    task.check(H5Sselect_hyperslab(in_file, H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr));
    auto in_memory =
        Handle(task.check(H5Screate_simple(static_cast<int>(rank), extent.data(), nullptr)), H5Sclose);
    return {std::move(in_file), std::move(in_memory)};
}

}  // namespace spil::hdf5::detail
