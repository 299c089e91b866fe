#include "engine/io/hdf5_detail.hpp"

namespace spil::hdf5 {

using detail::Handle;
using detail::Task;

namespace {

/// What HDF5 wants for variable-length strings: pointers to texts that end in NUL.
std::vector<char const*> pointers(Task const& task, std::span<std::string const> texts) {
    std::vector<char const*> result;
    result.reserve(texts.size());
    for (auto const& text : texts) {
        SPIL_EXPECT(text.find('\0') == std::string::npos,
                    "a text of '" + std::string(task.object) + "' holds a NUL, which would cut it short");
        result.push_back(text.c_str());
    }
    return result;
}

}  // namespace

void File::write(std::string const& name, Shape const& offset, Shape const& count, Numbers values) {
    auto const task = Task{path_, "write", name};
    auto dataset = detail::open_dataset(task, id(), name);
    auto const stored = detail::stored_type(task, dataset);
    SPIL_EXPECT(stored != Type::string && detail::is_floating(stored) == detail::is_floating(values.type()) &&
                    (detail::is_floating(stored) || detail::width(stored) >= detail::width(values.type())),
                "'" + name + "' cannot hold numbers of this type without loss");
    SPIL_EXPECT(values.size() == detail::product(count), "'" + name + "': " + std::to_string(values.size()) +
                                                             " values for a block of " +
                                                             std::to_string(detail::product(count)));
    if (values.size() == 0) return;
    auto const block = detail::select(task, dataset, offset, count);
    task.check(H5Dwrite(dataset, detail::memory_type(values.type()), block.in_memory, block.in_file,
                        H5P_DEFAULT, values.data()));
    dataset.close(task);
}

void File::write_all(std::string const& name, Numbers values) {
    auto const extent = shape(name);
    write(name, Shape(extent.size(), 0), extent, values);
}

void File::write_strings(std::string const& name, std::uint64_t offset, std::span<std::string const> values) {
    auto const task = Task{path_, "write", name};
    auto dataset = detail::open_dataset(task, id(), name);
    SPIL_EXPECT(detail::stored_type(task, dataset) == Type::string, "'" + name + "' does not hold strings");
    if (values.empty()) return;
    auto const scalar = detail::shape_of(task, dataset).empty();
    SPIL_EXPECT(!scalar || (offset == 0 && values.size() == 1), "'" + name + "' holds one string");
    auto const block = scalar ? detail::select(task, dataset, {}, {})
                              : detail::select(task, dataset, {offset}, {values.size()});
    auto const texts = pointers(task, values);
    task.check(
        H5Dwrite(dataset, detail::utf8(task), block.in_memory, block.in_file, H5P_DEFAULT, texts.data()));
    dataset.close(task);
}

void File::attribute(std::string const& object, std::string const& name, AttributeValue const& value) {
    auto const task = Task{path_, "write", object};
    detail::write_attribute(task, detail::open_object(task, id(), object), name, value);
}

namespace detail {

namespace {

/// Writes an attribute of `size` elements, or a scalar, in place of an older one of that name.
void replace_attribute(Task const& task, hid_t object, std::string const& name, hid_t type, hid_t space,
                       void const* data) {
    if (task.check(H5Aexists(object, name.c_str())) > 0) task.check(H5Adelete(object, name.c_str()));
    auto const attribute =
        Handle(task.check(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT)), H5Aclose);
    task.check(H5Awrite(attribute, type, data));
}

Handle line(Task const& task, std::size_t size) {
    auto const extent = static_cast<hsize_t>(size);
    return {task.check(H5Screate_simple(1, &extent, nullptr)), H5Sclose};
}

Handle scalar(Task const& task) {
    return {task.check(H5Screate(H5S_SCALAR)), H5Sclose};
}

}  // namespace

void write_attribute(Task const& task, hid_t object, std::string const& name, Numbers values) {
    SPIL_EXPECT(values.size() > 0, "attribute '" + name + "' is empty, which netCDF cannot read");
    replace_attribute(task, object, name, memory_type(values.type()), line(task, values.size()),
                      values.data());
}

void write_attribute(Task const& task, hid_t object, std::string const& name, AttributeValue const& value) {
    auto const write = [&](auto const& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::string_view>) {
            auto const text = std::string(held);
            auto const texts = pointers(task, std::span(&text, 1));
            replace_attribute(task, object, name, utf8(task), scalar(task), texts.data());
        } else if constexpr (std::is_arithmetic_v<Held>) {
            replace_attribute(task, object, name, memory_type(type_of<Held>()), scalar(task), &held);
        } else if constexpr (std::is_same_v<Held, std::vector<std::string>>) {
            SPIL_EXPECT(!held.empty(), "attribute '" + name + "' is empty, which netCDF cannot read");
            auto const texts = pointers(task, held);
            replace_attribute(task, object, name, utf8(task), line(task, held.size()), texts.data());
        } else {
            write_attribute(task, object, name, Numbers(held));
        }
    };
    std::visit(write, value);
}

}  // namespace detail

}  // namespace spil::hdf5
