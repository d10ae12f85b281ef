import Commit

/// Entity tags in conditional requests (RFC 9110, section 13.1.2: weak comparison).
enum EntityTags {
    /// Whether an `If-None-Match` value names `etag`.
    static func match(_ header: String?, _ etag: String) -> Bool {
        condition(header, isStrong: false)?.holds(for: String(etag.dropFirst().dropLast())) ?? false
    }

    /// The tags of an `If-Match` or `If-None-Match` value, without quotes; nil without the header.
    /// `If-Match` compares strongly: a weak tag never matches.
    static func condition(_ header: String?, isStrong: Bool) -> WriteCondition.Tags? {
        guard let header else { return nil }
        var tags: Set<String> = []
        for part in header.split(separator: ",") {
            var tag = part.trimmingPrefix { $0 == " " || $0 == "\t" }
            while tag.last == " " || tag.last == "\t" { tag.removeLast() }
            if tag == "*" { return .any }
            if tag.hasPrefix("W/") {
                if isStrong { continue }
                tag.removeFirst(2)
            }
            guard tag.count >= 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { continue }
            tags.insert(String(tag.dropFirst().dropLast()))
        }
        return .listed(tags)
    }
}
