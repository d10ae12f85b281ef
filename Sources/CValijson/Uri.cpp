#include "Uri.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace cvalijson {

namespace {

/// Bytes of `scheme:` at the start; 0 when there is none.
size_t schemeLength(const std::string &uri) {
    if (uri.empty() || !std::isalpha(static_cast<unsigned char>(uri[0]))) return 0;
    for (size_t index = 1; index < uri.size(); ++index) {
        const auto byte = static_cast<unsigned char>(uri[index]);
        if (byte == ':') return index + 1;
        if (!std::isalnum(byte) && byte != '+' && byte != '-' && byte != '.') return 0;
    }
    return 0;
}

/// Bytes before the path: the scheme, and the authority behind `//`.
size_t prefixLength(const std::string &uri) {
    const size_t start = schemeLength(uri);
    if (uri.compare(start, 2, "//") != 0) return start;
    const size_t slash = uri.find('/', start + 2);
    return slash == std::string::npos ? uri.size() : slash;
}

std::string withoutDots(const std::string &path) {
    std::vector<std::string> names;
    size_t start = 0;
    while (start <= path.size()) {
        const size_t slash = std::min(path.find('/', start), path.size());
        const std::string name = path.substr(start, slash - start);
        const bool isLast = slash == path.size();
        start = slash + 1;
        if (name == "." || name == "..") {
            if (name == ".." && names.size() > 1) names.pop_back();
            if (isLast) names.emplace_back();
        } else {
            names.push_back(name);
        }
    }
    std::string joined;
    for (size_t index = 0; index < names.size(); ++index) {
        if (index > 0) joined += '/';
        joined += names[index];
    }
    return joined;
}

int hexValue(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

} // namespace

std::string resolvedUri(const std::string &base, const std::string &reference) {
    if (schemeLength(reference) > 0) return reference;
    const std::string whole = withoutFragment(base);
    if (reference.empty()) return whole;
    if (reference[0] == '#') return whole + reference;
    if (reference.compare(0, 2, "//") == 0) return whole.substr(0, schemeLength(whole)) + reference;
    const std::string prefix = whole.substr(0, prefixLength(whole));
    const std::string target = withoutFragment(reference);
    const std::string fragment = reference.substr(target.size());
    if (reference[0] == '/') return prefix + withoutDots(target) + fragment;
    std::string folder = whole.substr(prefix.size());
    const size_t slash = folder.rfind('/');
    folder = slash == std::string::npos ? (prefix.empty() ? "" : "/") : folder.substr(0, slash + 1);
    return prefix + withoutDots(folder + target) + fragment;
}

std::string withoutFragment(const std::string &uri) { return uri.substr(0, uri.find('#')); }

std::string fragmentOf(const std::string &uri) {
    const size_t hash = uri.find('#');
    std::string decoded;
    if (hash == std::string::npos) return decoded;
    for (size_t index = hash + 1; index < uri.size(); ++index) {
        if (uri[index] == '%' && index + 2 < uri.size()) {
            const int high = hexValue(uri[index + 1]);
            const int low = hexValue(uri[index + 2]);
            if (high >= 0 && low >= 0) {
                decoded += static_cast<char>(high << 4 | low);
                index += 2;
                continue;
            }
        }
        decoded += uri[index];
    }
    return decoded;
}

} // namespace cvalijson
