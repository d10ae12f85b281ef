import HTTPTypes
import Hummingbird
import LiveData
import NIOCore

/// An answer that is made at once, of what is in memory.
struct MemoryAnswer: Sendable {
    private(set) var status: HTTPResponse.Status
    private(set) var headers: HTTPFields
    /// Nil: none is allowed, as with 304.
    private(set) var body: ByteBuffer?

    /// `etag`: with its quotes.
    init(json: [UInt8], etag: String? = nil) {
        status = .ok
        headers = [
            .contentType: "application/json; charset=utf-8", .contentLength: String(json.count),
        ]
        headers[.eTag] = etag
        body = ByteBuffer(bytes: json)
    }

    /// Says which commit and generation everything in this answer comes from.
    mutating func stamp(_ snapshot: Snapshot) { headers.stamp(snapshot) }

    /// 304 when the client has this already, by what it sent as `If-None-Match`.
    func conditional(on condition: String?) -> MemoryAnswer {
        guard let condition, let etag = headers[.eTag], EntityTags.match(condition, etag) else {
            return self
        }
        var answer = self
        answer.status = .notModified
        answer.body = nil
        answer.headers[.contentType] = nil
        answer.headers[.contentLength] = nil
        return answer
    }

    var response: Response {
        Response(
            status: status, headers: headers,
            body: body.map { ResponseBody(byteBuffer: $0) } ?? ResponseBody())
    }
}
