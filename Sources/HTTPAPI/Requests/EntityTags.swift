/// Entity tags in conditional requests (RFC 9110, section 13.1.2: weak comparison).
enum EntityTags {
    /// Whether an `If-None-Match` value names `etag`.
    static func match(_ header: String?, _ etag: String) -> Bool {
        guard let header else { return false }
        return header.split(separator: ",").contains { part in
            var tag = part
            while tag.first == " " || tag.first == "\t" { tag.removeFirst() }
            while tag.last == " " || tag.last == "\t" { tag.removeLast() }
            if tag.hasPrefix("W/") { tag.removeFirst(2) }
            return tag == "*" || tag == etag
        }
    }
}
