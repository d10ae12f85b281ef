import HTTPTypes
import Hummingbird
import LiveData
import NIOCore

/// An answer that is made at once, of what is in memory.
struct MemoryAnswer: Sendable {
    private(set) var status: HTTPResponse.Status
    private(set) var headers: HTTPFields
    /// What its request is counted as.
    var kind = RequestKind.none
    /// Nil: none is allowed, as with 304.
    private(set) var body: ByteBuffer?
    /// With its quotes; nil where a condition cannot be met.
    private(set) var etag: String?

    /// `etag`: with its quotes.
    init(json: [UInt8], etag: String? = nil) {
        status = .ok
        headers = [
            .contentType: "application/json; charset=utf-8", .contentLength: String(json.count),
        ]
        headers[.eTag] = etag
        self.etag = etag
        body = ByteBuffer(bytes: json)
    }

    /// Says which commit and generation everything in this answer comes from.
    mutating func stamp(_ snapshot: Snapshot) { headers.stamp(snapshot) }

    /// Whether the client has this already, by what it sent as `If-None-Match`.
    func isKnown(by condition: String?) -> Bool {
        guard let condition, let etag else { return false }
        return condition == etag || EntityTags.match(condition, etag)
    }

    /// The answer to a client that has this already.
    var notModified: MemoryAnswer {
        var answer = self
        answer.status = .notModified
        answer.body = nil
        answer.headers[.contentType] = nil
        answer.headers[.contentLength] = nil
        return answer
    }

    /// 304 when the client has this already, by what it sent as `If-None-Match`.
    func conditional(on condition: String?) -> MemoryAnswer {
        isKnown(by: condition) ? notModified : self
    }

    var response: Response {
        Response(
            status: status, headers: headers,
            body: body.map { ResponseBody(byteBuffer: $0) } ?? ResponseBody())
    }
}
