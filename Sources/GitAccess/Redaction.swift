/// Takes credentials out of text that leaves the process.
enum Redaction {
    /// `https://user:pass@host/x` becomes `https://***@host/x`, for every URL in the text; the
    /// user part of `url` itself is replaced wherever and however it appears.
    static func clean(_ text: String, of url: String) -> String {
        var text = text
        for secret in secrets(of: url) { text = text.replacing(secret, with: "***") }
        return replacingUserParts(of: text)
    }

    /// The URL as it may be written down: without the password, and one of HTTP also without the
    /// user, who may be a token.
    static func bare(_ url: String) -> String {
        guard let start = url.firstRange(of: "://")?.upperBound else { return url }
        let end = url[start...].firstIndex { "/?#".contains($0) } ?? url.endIndex
        guard let at = url[start..<end].lastIndex(of: "@") else { return url }
        let user = url[start..<at].prefix(while: { $0 != ":" })
        let isHTTP = ["http://", "https://"].contains(url[..<start].lowercased())
        return "\(url[..<start])\(isHTTP ? "" : "\(user)@")\(url[url.index(after: at)...])"
    }

    private static func secrets(of url: String) -> [String] {
        guard let start = url.firstRange(of: "://")?.upperBound,
            let at = url[start...].lastIndex(of: "@")
        else { return [] }
        let user = url[start..<at]
        let password = user.firstIndex(of: ":").map { user[user.index(after: $0)...] } ?? ""
        // A short word would be replaced all over the text; the URL's own place is done below.
        return [user, password].map(String.init).filter { $0.utf8.count >= 4 && $0 != "git" }
    }

    private static func replacingUserParts(of text: String) -> String {
        var out = ""
        var rest = text[...]
        while let scheme = rest.firstRange(of: "://") {
            out += rest[..<scheme.upperBound]
            rest = rest[scheme.upperBound...]
            let end = rest.firstIndex { "/ '\"\n\t\r".contains($0) } ?? rest.endIndex
            if let at = rest[..<end].lastIndex(of: "@") {
                out += "***"
                rest = rest[at...]
            }
        }
        return out + rest
    }
}
