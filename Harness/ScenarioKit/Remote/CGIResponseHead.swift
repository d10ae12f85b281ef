import NIOHTTP1

/// The head of a CGI answer: header lines up to an empty one, the status in `Status:`.
struct CGIResponseHead {
    let head: HTTPResponseHead
    /// Bytes after the empty line.
    let rest: ArraySlice<UInt8>

    /// The head when `bytes` hold all of it, else nil.
    init?(_ bytes: [UInt8]) {
        guard let end = Self.end(of: bytes) else { return nil }
        var status = HTTPResponseStatus.ok
        var headers = HTTPHeaders()
        for line in String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            .split(whereSeparator: \.isNewline)
        {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let value = parts[1].drop { $0 == " " }
            if parts[0].lowercased() == "status" {
                let code = value.prefix { $0.isNumber }
                status = HTTPResponseStatus(statusCode: Int(code) ?? 500)
            } else {
                headers.add(name: String(parts[0]), value: String(value))
            }
        }
        if !headers.contains(name: "Content-Length") {
            headers.replaceOrAdd(name: "Transfer-Encoding", value: "chunked")
        }
        head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        rest = bytes[end.upperBound...]
    }

    private static func end(of bytes: [UInt8]) -> Range<Int>? {
        var index = 0
        while let newline = bytes[index...].firstIndex(of: 10) {
            let next = bytes[(newline + 1)...]
            if next.first == 10 { return newline..<newline + 2 }
            if next.starts(with: [13, 10]) { return newline..<newline + 3 }
            index = newline + 1
        }
        return nil
    }
}
