#include "Format.hpp"

#include "Pattern.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string_view>

namespace cvalijson {

namespace {

using Text = std::string_view;

bool isDigit(char byte) { return byte >= '0' && byte <= '9'; }
bool isHex(char byte) {
    return isDigit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}
bool isLetter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}
bool isASCII(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

/// Reads a row of digits; -1 when one is none.
int number(Text text) {
    int value = 0;
    for (const char byte : text) {
        if (!isDigit(byte)) return -1;
        value = value * 10 + (byte - '0');
    }
    return value;
}

/// RFC 3339, full-date.
bool isDate(Text text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const int year = number(text.substr(0, 4));
    const int month = number(text.substr(5, 2));
    const int day = number(text.substr(8, 2));
    if (year < 0 || month < 1 || month > 12 || day < 1) return false;
    constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= lengths[month - 1] + (month == 2 && isLeap ? 1 : 0);
}

/// RFC 3339, full-time; the sixtieth second is a leap second.
bool isTime(Text text) {
    if (text.size() < 9 || text[2] != ':' || text[5] != ':') return false;
    const int hour = number(text.substr(0, 2));
    const int minute = number(text.substr(3, 2));
    const int second = number(text.substr(6, 2));
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false;
    if (second < 0 || second > 60) return false;
    size_t index = 8;
    if (text[index] == '.') {
        const size_t start = ++index;
        while (index < text.size() && isDigit(text[index])) ++index;
        if (index == start) return false;
    }
    const Text offset = text.substr(index);
    if (offset == "Z" || offset == "z") return true;
    if (offset.size() != 6 || offset[3] != ':') return false;
    if (offset[0] != '+' && offset[0] != '-') return false;
    const int hours = number(offset.substr(1, 2));
    const int minutes = number(offset.substr(4, 2));
    return hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59;
}

bool isDateTime(Text text) {
    return text.size() > 11 && (text[10] == 'T' || text[10] == 't') && isDate(text.substr(0, 10)) &&
           isTime(text.substr(11));
}

/// RFC 1123, section 2.1; with `isWide` letters of all scripts count.
bool isHostname(Text text, bool isWide) {
    if (text.empty() || text.size() > 253) return false;
    while (true) {
        const size_t dot = text.find('.');
        const Text label = text.substr(0, dot);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
            return false;
        }
        for (const char byte : label) {
            if (!isLetter(byte) && !isDigit(byte) && byte != '-' && (isASCII(byte) || !isWide)) {
                return false;
            }
        }
        if (dot == Text::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool isAddress(Text text, int family) {
    // Longer than any address there is.
    if (text.size() > 45 || text.find('\0') != Text::npos) return false;
    unsigned char address[16];
    return inet_pton(family, std::string(text).c_str(), address) == 1;
}

/// RFC 5321 without quoted names, which nobody has.
bool isEmail(Text text, bool isWide) {
    const size_t at = text.rfind('@');
    if (at == Text::npos || at == 0 || at > 64) return false;
    const Text name = text.substr(0, at);
    if (name.front() == '.' || name.back() == '.' || name.find("..") != Text::npos) return false;
    for (const char byte : name) {
        const bool isPlain = isLetter(byte) || isDigit(byte) ||
                             (byte != '\0' && std::strchr("!#$%&'*+-/=?^_`{|}~.", byte) != nullptr);
        if (!isPlain && (isASCII(byte) || !isWide)) return false;
    }
    Text host = text.substr(at + 1);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
        if (host.substr(0, 5) == "IPv6:") return isAddress(host.substr(5), AF_INET6);
        return isAddress(host, AF_INET);
    }
    return isHostname(host, isWide);
}

/// Bytes of `scheme:` at the start; 0 when there is none.
size_t schemeLength(Text text) {
    if (text.empty() || !isLetter(text[0])) return 0;
    for (size_t index = 1; index < text.size(); ++index) {
        const char byte = text[index];
        if (byte == ':') return index + 1;
        if (!isLetter(byte) && !isDigit(byte) && Text("+-.").find(byte) == Text::npos) return 0;
    }
    return 0;
}

/// RFC 3986, or RFC 3987 with `isWide`: the characters, and where brackets may stand.
bool isReference(Text text, bool isWide) {
    size_t start = schemeLength(text);
    const size_t colon = text.find(':');
    if (start == 0 && colon != Text::npos && colon < text.find_first_of("/?#")) return false;
    if (text.substr(start, 2) == "//") {
        start += 2;
        const size_t end = std::min(text.find_first_of("/?#", start), text.size());
        Text host = text.substr(start, end - start);
        if (const size_t at = host.rfind('@'); at != Text::npos) host.remove_prefix(at + 1);
        if (!host.empty() && host.front() == '[') {
            const size_t close = host.find(']');
            if (close == Text::npos) return false;
            if (!isAddress(host.substr(1, close - 1), AF_INET6)) return false;
            host = host.substr(close + 1);
        }
        const size_t port = host.find(':');
        if (host.find_first_of("[]") != Text::npos) return false;
        if (port != Text::npos && number(host.substr(port + 1).substr(0, 9)) < 0) return false;
        start = end;
    }
    if (text.find_first_of("[]", start) != Text::npos) return false;
    bool isFragment = false;
    for (size_t index = 0; index < text.size(); ++index) {
        const char byte = text[index];
        if (!isASCII(byte)) {
            if (!isWide) return false;
        } else if (byte == '%') {
            if (index + 2 >= text.size() || !isHex(text[index + 1]) || !isHex(text[index + 2])) {
                return false;
            }
        } else if (byte <= ' ' || byte == 0x7F || std::strchr("\"<>\\^`{|}", byte) != nullptr) {
            return false;
        } else if (byte == '#') {
            if (isFragment) return false;
            isFragment = true;
        }
    }
    return true;
}

bool isWhole(Text text, bool isWide) { return schemeLength(text) > 0 && isReference(text, isWide); }

/// RFC 6570: braces come in pairs and do not nest.
bool isTemplate(Text text) {
    bool isOpen = false;
    for (const char byte : text) {
        if (byte == '{' ? isOpen : byte == '}' && !isOpen) return false;
        if (byte == '{' || byte == '}') isOpen = byte == '{';
        const bool isBad = byte == 0x7F || (isASCII(byte) && byte <= ' ') ||
                           (byte != '\0' && std::strchr("\"'<>\\^`", byte) != nullptr);
        if (isBad) return false;
    }
    return !isOpen;
}

/// RFC 6901.
bool isPointer(Text text) {
    if (!text.empty() && text[0] != '/') return false;
    for (size_t index = 0; index < text.size(); ++index) {
        if (text[index] != '~') continue;
        const Text next = text.substr(index + 1, 1);
        if (next != "0" && next != "1") return false;
    }
    return true;
}

bool isRelativePointer(Text text) {
    size_t length = 0;
    while (length < text.size() && isDigit(text[length])) ++length;
    if (length == 0 || (length > 1 && text[0] == '0')) return false;
    text.remove_prefix(length);
    return text == "#" || isPointer(text);
}

bool isPattern(const std::string &text) {
    try {
        Pattern pattern(text);
        return true;
    } catch (const std::runtime_error &) {
        return false;
    }
}

using Check = bool (*)(const std::string &);

const std::map<std::string, Check> &checks() {
    static const std::map<std::string, Check> known = {
        {"date", [](const std::string &text) { return isDate(text); }},
        {"date-time", [](const std::string &text) { return isDateTime(text); }},
        {"email", [](const std::string &text) { return isEmail(text, false); }},
        {"hostname", [](const std::string &text) { return isHostname(text, false); }},
        {"idn-email", [](const std::string &text) { return isEmail(text, true); }},
        {"idn-hostname", [](const std::string &text) { return isHostname(text, true); }},
        {"ipv4", [](const std::string &text) { return isAddress(text, AF_INET); }},
        {"ipv6", [](const std::string &text) { return isAddress(text, AF_INET6); }},
        {"iri", [](const std::string &text) { return isWhole(text, true); }},
        {"iri-reference", [](const std::string &text) { return isReference(text, true); }},
        {"json-pointer", [](const std::string &text) { return isPointer(text); }},
        {"regex", [](const std::string &text) { return isPattern(text); }},
        {"relative-json-pointer", [](const std::string &text) { return isRelativePointer(text); }},
        {"time", [](const std::string &text) { return isTime(text); }},
        {"uri", [](const std::string &text) { return isWhole(text, false); }},
        {"uri-reference", [](const std::string &text) { return isReference(text, false); }},
        {"uri-template", [](const std::string &text) { return isTemplate(text); }},
    };
    return known;
}

} // namespace

bool isKnownFormat(const std::string &format) { return checks().count(format) > 0; }

bool hasFormat(const std::string &text, const std::string &format) {
    const auto check = checks().find(format);
    return check == checks().end() || check->second(text);
}

} // namespace cvalijson
