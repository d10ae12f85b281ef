/// A remote's place, comparable over the ways of writing it: `host/path`, without scheme, user,
/// port, `.git` or a trailing slash.
package struct RemoteIdentity: Hashable, Sendable {
    /// `host/path`
    package let text: String

    /// Understands `scheme://[user@]host[:port]/path`, `[user@]host:path` and plain paths.
    package init(url: String) {
        var rest = Substring(url)
        if let scheme = rest.range(of: "://") {
            rest = rest[scheme.upperBound...]
            let authority = rest.prefix { $0 != "/" }
            var host = authority.split(separator: "@").last ?? ""
            if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
                host = host[..<colon]
            }
            text = host.lowercased() + "/" + Self.path(rest.dropFirst(authority.count))
        } else if let colon = Self.colon(afterHostOf: rest), !rest[..<colon].contains("/") {
            let host = rest[..<colon].split(separator: "@").last ?? ""
            text = host.lowercased() + "/" + Self.path(rest[rest.index(after: colon)...])
        } else {
            text = "/" + Self.path(rest)
        }
    }

    /// Whether the path ends in `owner/name`.
    func ends(with fullName: String) -> Bool {
        fullName.split(separator: "/").count == 2 && text.hasSuffix("/" + fullName.lowercased())
    }

    /// The colon of `host:path`; those inside the brackets of a numeric host do not count.
    private static func colon(afterHostOf text: Substring) -> Substring.Index? {
        guard let bracket = text.firstIndex(of: "["), text[..<bracket].allSatisfy({ $0 != ":" }),
            let end = text[bracket...].firstIndex(of: "]")
        else { return text.firstIndex(of: ":") }
        return text[end...].firstIndex(of: ":")
    }

    private static func path(_ given: Substring) -> String {
        var path = given.lowercased()[...]
        while path.hasPrefix("/") { path.removeFirst() }
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix(".git") { path.removeLast(4) }
        return String(path)
    }
}

extension Substring {
    fileprivate func range(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) {
                return start..<index(start, offsetBy: needle.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
