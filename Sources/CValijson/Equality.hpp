#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>

namespace cvalijson {

/// Orders values so that exactly those that JSON Schema takes for equal are: 1 and 1.0 are, 0 and
/// false are not. Negative, 0 or positive; `work` is called once for each value looked at.
template <typename Work>
int compared(const nlohmann::json &left, const nlohmann::json &right, const Work &work);

/// A number without loss: long double holds every 64-bit integer and every double.
inline long double exact(const nlohmann::json &number) {
    static_assert(std::numeric_limits<long double>::digits >= 64);
    if (number.is_number_unsigned()) return static_cast<long double>(number.get<uint64_t>());
    if (number.is_number_integer()) return static_cast<long double>(number.get<int64_t>());
    return static_cast<long double>(number.get<double>());
}

inline int rank(const nlohmann::json &value) {
    switch (value.type()) {
    case nlohmann::json::value_t::null: return 0;
    case nlohmann::json::value_t::boolean: return 1;
    case nlohmann::json::value_t::number_integer:
    case nlohmann::json::value_t::number_unsigned:
    case nlohmann::json::value_t::number_float: return 2;
    case nlohmann::json::value_t::string: return 3;
    case nlohmann::json::value_t::array: return 4;
    default: return 5;
    }
}

template <typename Value> int compared(const Value &left, const Value &right) {
    return left < right ? -1 : right < left ? 1 : 0;
}

template <typename Work>
int compared(const nlohmann::json &left, const nlohmann::json &right, const Work &work) {
    work();
    if (const int order = rank(left) - rank(right)) return order;
    switch (rank(left)) {
    case 1: return compared(left.get<bool>(), right.get<bool>());
    case 2: return compared(exact(left), exact(right));
    case 3:
        return compared(left.get_ref<const std::string &>(), right.get_ref<const std::string &>());
    case 4:
    case 5: {
        if (const int order = compared(left.size(), right.size())) return order;
        auto other = right.begin();
        // Objects are kept in the order of their keys.
        for (auto item = left.begin(); item != left.end(); ++item, ++other) {
            if (left.is_object()) {
                if (const int order = compared(item.key(), other.key())) return order;
            }
            if (const int order = compared(*item, *other, work)) return order;
        }
        return 0;
    }
    default: return 0;
    }
}

} // namespace cvalijson
