import Glibc

/// Finds in an answer's bytes what a reader records, with the C library's searches: readers must be
/// fast even in a debug build.
enum AnswerScan {
    /// The head of an answer.
    struct Head {
        var status = 0
        /// Where the body begins.
        var bodyStart = 0
        var contentLength: Int?
        var isChunked = false
        var closes = false
        var commit: String?
        var generation: UInt64?
    }

    /// The head when it is complete, else nil.
    static func head(_ bytes: UnsafeRawBufferPointer) -> Head? {
        guard let base = bytes.baseAddress else { return nil }
        let limit = base + min(bytes.count, Limits.head)
        var head = Head()
        var line = base
        while line < limit, let newline = memchr(line, 10, limit - line) {
            let length = UnsafeRawPointer(newline) - line - 1
            if length <= 0 {
                head.bodyStart = UnsafeRawPointer(newline) - base + 1
                return head
            }
            read(line, length, into: &head)
            line = UnsafeRawPointer(newline) + 1
        }
        return nil
    }

    private static func read(_ line: UnsafeRawPointer, _ length: Int, into head: inout Head) {
        let text = line.assumingMemoryBound(to: CChar.self)
        func value(of name: String) -> String? {
            guard length > name.utf8.count, strncasecmp(text, name, name.utf8.count) == 0 else {
                return nil
            }
            let count = name.utf8.count
            let bytes = UnsafeRawBufferPointer(start: line + count, count: length - count)
            return String(decoding: bytes.drop { $0 == 32 }, as: UTF8.self)
        }
        switch tolower(Int32(text.pointee)) {
        case 104:  // h
            if length > 12, strncasecmp(text, "HTTP/1.", 7) == 0 {
                head.status = Int(strtol(text + 9, nil, 10))
            }
        case 99:  // c
            if let length = value(of: "content-length:") { head.contentLength = Int(length) }
            if let option = value(of: "connection:") {
                head.closes = option.lowercased() == "close"
            }
        case 116:  // t
            if value(of: "transfer-encoding:") != nil { head.isChunked = true }
        case 120:  // x
            if let commit = value(of: "x-data-commit:") { head.commit = commit }
            if let number = value(of: "x-data-generation:") { head.generation = UInt64(number) }
        default: break
        }
    }

    /// Fills in what the body says. A zero byte must follow the body.
    static func body(_ body: UnsafePointer<CChar>, into record: inout ReadRecord) {
        each("\"gen\":", in: body) { after in
            let stamp = Int(strtol(after, nil, 10))
            record.leastStamp = min(record.leastStamp ?? stamp, stamp)
            record.greatestStamp = max(record.greatestStamp ?? stamp, stamp)
            record.stamps += 1
        }
        if record.kind == .search {
            each("\"path\":", in: body) { _ in record.matches += 1 }
            record.truncated = strstr(body, "\"truncated\":true") != nil
        } else if record.kind == .listFiltered {
            record.matches = record.stamps
        }
        if record.kind != .get { record.bodyCommit = string("\"commit\":\"", body) }
    }

    /// The text after `name` up to the next quote.
    static func string(_ name: String, _ body: UnsafePointer<CChar>) -> String? {
        guard let found = strstr(body, name) else { return nil }
        let start = found + name.utf8.count
        guard let quote = strchr(start, 34) else { return nil }
        let bytes = UnsafeRawBufferPointer(start: start, count: quote - start)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func each(
        _ needle: String, in body: UnsafePointer<CChar>,
        _ found: (UnsafePointer<CChar>) -> Void
    ) {
        needle.withCString { needle in
            let length = strlen(needle)
            var position = body
            while let hit = strstr(position, needle) {
                position = UnsafePointer(hit) + length
                found(position)
            }
        }
    }
}
