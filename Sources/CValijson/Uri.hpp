#pragma once

#include <string>

namespace cvalijson {

/// The reference resolved against a base (RFC 3986, section 5.2). Queries are kept as part of the
/// path's last name; nothing here is ever fetched, the texts are compared only.
std::string resolvedUri(const std::string &base, const std::string &reference);

/// What stands before the first `#`.
std::string withoutFragment(const std::string &uri);

/// What stands behind the first `#`, percent-decoded.
std::string fragmentOf(const std::string &uri);

} // namespace cvalijson
