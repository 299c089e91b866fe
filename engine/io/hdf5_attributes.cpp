/// Reading attributes.

#include <hdf5.h>

#include <cstddef>

#include "engine/core/error.hpp"
#include "engine/io/hdf5.hpp"
#include "engine/io/hdf5_detail.hpp"

namespace spil::hdf5 {

namespace {

using detail::Handle;
using detail::Task;

/// An attribute of some object, open for reading.
struct Attribute {
    Handle id, type, space;
    std::size_t size;  // elements

    Attribute(Task const& task, hid_t owner, std::string const& name)
        : id(task.check(H5Aopen(owner, name.c_str(), H5P_DEFAULT)), H5Aclose),
          type(task.check(H5Aget_type(id)), H5Tclose),
          space(task.check(H5Aget_space(id)), H5Sclose),
          size(static_cast<std::size_t>(task.check(H5Sget_simple_extent_npoints(space)))) {}

    H5T_class_t kind() const { return H5Tget_class(type); }
    bool is_text(Task const& task) const {
        return kind() == H5T_STRING && task.check(H5Tis_variable_str(type)) > 0;
    }

    std::vector<std::string> texts(Task const& task) const {
        std::vector<char*> texts(size);
        task.check(H5Aread(id, type, texts.data()));
        std::vector<std::string> result;
        result.reserve(texts.size());
        for (auto const* text : texts) result.emplace_back(text == nullptr ? "" : text);
        task.check(H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts.data()));
        return result;
    }
    std::string bytes(Task const& task) const {
        std::string bytes(size * H5Tget_size(type), '\0');
        task.check(H5Aread(id, type, bytes.data()));
        return bytes;
    }
};

/// Nothing when the object has no such attribute.
std::optional<Attribute> find(Task const& task, hid_t owner, std::string const& name) {
    if (task.check(H5Aexists(owner, name.c_str())) == 0) return std::nullopt;
    return Attribute(task, owner, name);
}

}  // namespace

std::optional<std::string> File::text_attribute(std::string const& object, std::string const& name) const {
    auto const task = Task{path_, "read", object};
    auto const found = find(task, detail::open_object(task, id(), object), name);
    if (!found) return std::nullopt;
    if (found->kind() != H5T_STRING || found->size != 1)
        task.fail("attribute '" + name + "' is not one text");
    if (found->is_text(task)) return found->texts(task).front();
    auto const text = found->bytes(task);  // of fixed length, as netCDF's C tools write them
    return text.substr(0, text.find('\0'));
}

std::optional<std::vector<std::string>> File::texts_attribute(std::string const& object,
                                                              std::string const& name) const {
    auto const task = Task{path_, "read", object};
    auto const found = find(task, detail::open_object(task, id(), object), name);
    if (!found) return std::nullopt;
    if (!found->is_text(task)) task.fail("attribute '" + name + "' is not texts");
    return found->texts(task);
}

std::optional<std::vector<double>> File::number_attribute(std::string const& object,
                                                          std::string const& name) const {
    auto const task = Task{path_, "read", object};
    auto const found = find(task, detail::open_object(task, id(), object), name);
    if (!found) return std::nullopt;
    if (found->kind() != H5T_INTEGER && found->kind() != H5T_FLOAT)
        task.fail("attribute '" + name + "' is not a number");
    std::vector<double> numbers(found->size);
    task.check(H5Aread(found->id, H5T_NATIVE_DOUBLE, numbers.data()));
    return numbers;
}

std::map<std::string, std::vector<std::string>> File::attributes(std::string const& object) const {
    auto const task = Task{path_, "read", object};
    auto const owner = detail::open_object(task, id(), object);
    std::vector<std::string> names;
    hsize_t from = 0;
    task.check(H5Aiterate2(
        owner, H5_INDEX_NAME, H5_ITER_INC, &from,
        [](hid_t, char const* name, H5A_info_t const*, void* list) {
            static_cast<std::vector<std::string>*>(list)->emplace_back(name);
            return herr_t{0};
        },
        &names));
    std::map<std::string, std::vector<std::string>> all;
    for (auto const& name : names) {
        Attribute const found(task, owner, name);
        switch (found.kind()) {
            case H5T_STRING:
                all[name] = found.is_text(task) ? found.texts(task) : std::vector{found.bytes(task)};
                break;
            case H5T_INTEGER:
            case H5T_FLOAT:
                all[name] = {found.bytes(task)};
                break;
            default:  // references between variables and their dimensions: places in this one file
                break;
        }
    }
    return all;
}

}  // namespace spil::hdf5
