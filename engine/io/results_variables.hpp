#pragma once
/// \file results_variables.hpp  Variables that are written as they are made, each with its unit and meaning.
///
/// For engine/io/results*.cpp only. `meaning` becomes the attribute long_name.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/hdf5.hpp"

namespace spil {

inline hdf5::TextAttributes about(std::string_view units, std::string_view meaning) {
    return {{"units", std::string{units}}, {"long_name", std::string{meaning}}};
}

inline void numbers(hdf5::File& file, std::string const& name, std::vector<std::string> const& dimensions,
                    std::string_view units, std::string_view meaning, std::span<double const> values) {
    file.create_variable({.name = name, .dimensions = dimensions, .text_attributes = about(units, meaning)});
    file.write_all(name, values);
}

inline void texts(hdf5::File& file, std::string const& name, std::string const& dimension,
                  std::string_view meaning, std::vector<std::string> const& values) {
    file.create_variable({.name = name,
                          .type = hdf5::Type::string,
                          .dimensions = {dimension},
                          .text_attributes = about("1", meaning)});
    file.write_strings(name, 0, values);
}

/// None of `values` stands for a missing one.
template <hdf5::Number T>
void whole_numbers(hdf5::File& file, std::string const& name, std::vector<std::string> const& dimensions,
                   std::string_view units, std::string_view meaning, std::vector<T> const& values) {
    file.create_variable({.name = name,
                          .type = hdf5::type_of<T>(),
                          .dimensions = dimensions,
                          .text_attributes = about(units, meaning),
                          .missing = hdf5::Missing::never});
    file.write_all(name, values);
}

}  // namespace spil
