#pragma once

#include <string>

namespace cvalijson {

/// Whether draft 7 defines the format and it is looked at here.
bool isKnownFormat(const std::string &format);

/// Whether a UTF-8 text has the format; true for those that are not known.
bool hasFormat(const std::string &text, const std::string &format);

} // namespace cvalijson
