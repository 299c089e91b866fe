#include "engine/io/hdf5_detail.hpp"

#include <algorithm>
#include <memory>

namespace spil::hdf5 {

using detail::Handle;
using detail::Task;

namespace {

enum class Kind { group, variable, coordinate };

/// The members of a group of one kind, as they were made; by name in a file that keeps no order.
std::vector<std::string> members(Task const& task, hid_t file, std::string const& group, Kind wanted) {
    auto const parent =
        Handle(task.check(H5Gopen2(file, group.empty() ? "/" : group.c_str(), H5P_DEFAULT)), H5Gclose);
    auto const properties = Handle(task.check(H5Gget_create_plist(parent)), H5Pclose);
    unsigned order = 0;
    task.check(H5Pget_link_creation_order(properties, &order));
    auto const index = (order & H5P_CRT_ORDER_INDEXED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;

    H5G_info_t info{};
    task.check(H5Gget_info(parent, &info));
    std::vector<std::string> names;
    for (hsize_t i = 0; i < info.nlinks; ++i) {
        auto const get = [&](char* text, std::size_t size) {
            return task.check(
                H5Lget_name_by_idx(parent, ".", index, H5_ITER_INC, i, text, size, H5P_DEFAULT));
        };
        std::string name(static_cast<std::size_t>(get(nullptr, 0)), '\0');
        get(name.data(), name.size() + 1);
        auto const member = detail::open_object(task, parent, name);
        auto const type = H5Iget_type(member);
        if (type != H5I_GROUP && type != H5I_DATASET) continue;
        auto const kind = type == H5I_GROUP          ? Kind::group
                          : H5DSis_scale(member) > 0 ? Kind::coordinate
                                                     : Kind::variable;
        if (kind == wanted) names.push_back(name);
    }
    return names;
}

/// Keeps the first scale of an axis: the caller closes it.
herr_t keep_scale(hid_t, unsigned, hid_t scale, void* kept) {
    H5Iinc_ref(scale);
    *static_cast<hid_t*>(kept) = scale;
    return 1;
}

/// The name of an object in its group, found anew for one that was reached through a reference: HDF5 looks
/// through the whole file.
std::string link_name(Task const& task, hid_t object) {
    auto const length = task.check(H5Iget_name(object, nullptr, 0));
    std::string name(static_cast<std::size_t>(length), '\0');
    task.check(H5Iget_name(object, name.data(), name.size() + 1));
    return detail::leaf_of(name);
}

/// Where an object lies in its file. Its type has another name in each version of HDF5.
template <class Info>
haddr_t address(Task const& task, hid_t object, herr_t (*get)(hid_t, Info*, unsigned)) {
    Info info{};
    task.check(get(object, &info, H5O_INFO_BASIC));
    return info.addr;
}

/// The name of a scale that a variable of `group` is attached to: what the scale calls itself, where that is
/// the name of the same object in the group or one above, as in all of our files.
std::string scale_name(Task const& task, hid_t file, std::string group, hid_t scale) {
    std::string name(static_cast<std::size_t>(std::max<ssize_t>(0, H5DSget_scale_name(scale, nullptr, 0))),
                     '\0');
    if (!name.empty()) H5DSget_scale_name(scale, name.data(), name.size() + 1);
    if (name.empty() || name.find('/') != std::string::npos) return link_name(task, scale);
    auto const wanted = address(task, scale, &H5Oget_info2);
    while (true) {
        auto path = group;
        if (!group.empty()) path += '/';
        path += name;
        if (detail::exists(file, path) &&
            address(task, detail::open_object(task, file, path), &H5Oget_info2) == wanted)
            return name;
        if (group.empty()) return link_name(task, scale);
        group = detail::parent_of(group);
    }
}

/// Replaces a file's own missing value, converted to T, by ours for T.
template <Number T>
void mark_missing(double stored, void* values, std::size_t size) {
    if constexpr (!std::same_as<T, std::int8_t>) {
        auto const from = static_cast<T>(stored);
        auto const numbers = std::span(static_cast<T*>(values), size);
        for (auto& number : numbers)
            if (number == from) number = missing<T>();
    }
}

}  // namespace

std::vector<std::string> File::groups(std::string const& group) const {
    return members(Task{path_, "read", group}, id(), group, Kind::group);
}

std::vector<std::string> File::variables(std::string const& group) const {
    return members(Task{path_, "read", group}, id(), group, Kind::variable);
}

std::vector<std::string> File::coordinates(std::string const& group) const {
    return members(Task{path_, "read", group}, id(), group, Kind::coordinate);
}

Shape File::shape(std::string const& name) const {
    auto const task = Task{path_, "read", name};
    return detail::shape_of(task, detail::open_dataset(task, id(), name));
}

Type File::type(std::string const& name) const {
    auto const task = Task{path_, "read", name};
    return detail::stored_type(task, detail::open_dataset(task, id(), name));
}

std::vector<std::string> File::dimensions(std::string const& name) const {
    auto const task = Task{path_, "read", name};
    auto const dataset = detail::open_dataset(task, id(), name);
    if (task.check(H5DSis_scale(dataset)) > 0) return {detail::leaf_of(name)};
    std::vector<std::string> names(detail::shape_of(task, dataset).size());
    for (unsigned axis = 0; axis < names.size(); ++axis) {
        hid_t found = -1;
        task.check(H5DSiterate_scales(dataset, axis, nullptr, keep_scale, &found));
        if (auto const scale = Handle(found, H5Dclose); scale >= 0)
            names[axis] = scale_name(task, id(), detail::parent_of(name), scale);
    }
    return names;
}

void File::read_into(std::string const& name, Shape const& offset, Shape const& count, Type type,
                     void* values) const {
    auto const task = Task{path_, "read", name};
    auto const dataset = detail::open_dataset(task, id(), name);
    auto const stored = detail::stored_type(task, dataset);
    if (stored == Type::string) task.fail("it holds strings where numbers are wanted");
    if (!detail::is_floating(type) &&
        (detail::is_floating(stored) || detail::width(stored) > detail::width(type)))
        task.fail("it holds fractions or larger integers: read it as double or int64");
    auto const size = detail::product(count);
    if (size == 0) return;
    auto const block = detail::select(task, dataset, offset, count);
    task.check(
        H5Dread(dataset, detail::memory_type(type), block.in_memory, block.in_file, H5P_DEFAULT, values));

    if (detail::is_floating(stored) || stored == type) return;
    auto const fill = number_attribute(name, "_FillValue");
    if (!fill || fill->empty()) return;
    switch (type) {
        case Type::int32:
            return mark_missing<std::int32_t>(fill->front(), values, size);
        case Type::int64:
            return mark_missing<std::int64_t>(fill->front(), values, size);
        case Type::float32:
            return mark_missing<float>(fill->front(), values, size);
        case Type::float64:
            return mark_missing<double>(fill->front(), values, size);
        case Type::int8:
        case Type::string:
            return;
    }
}

std::vector<std::string> File::read_strings(std::string const& name) const {
    auto const task = Task{path_, "read", name};
    auto const dataset = detail::open_dataset(task, id(), name);
    if (detail::stored_type(task, dataset) != Type::string) task.fail("it holds no strings");
    auto const size = detail::product(detail::shape_of(task, dataset));
    if (size == 0) return {};

    auto const type = detail::utf8(task);
    auto const space = Handle(task.check(H5Dget_space(dataset)), H5Sclose);
    std::vector<char*> texts(size, nullptr);
    task.check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()));
    std::vector<std::string> result;
    try {
        result.reserve(size);
        for (auto const* text : texts) result.emplace_back(text == nullptr ? "" : text);
    } catch (...) {
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts.data());
        throw;
    }
    task.check(H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts.data()));
    return result;
}

}  // namespace spil::hdf5
