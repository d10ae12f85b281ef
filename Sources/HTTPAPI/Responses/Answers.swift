import GitModel
import HTTPTypes
import Hummingbird
import JSONModel
import LiveData
import NIOCore

extension HTTPField.Name {
    static let dataCommit = Self("X-Data-Commit")!
    static let dataGeneration = Self("X-Data-Generation")!
    static let webhookKey = Self("X-CFP-Webhook-Key")!
    static let hubSignature = Self("X-Hub-Signature-256")!
    static let requestID = Self("X-Request-ID")!
    static let gitHubEvent = Self("X-GitHub-Event")!
}

/// The forms of an answer.
enum Answers {
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "application/json; charset=utf-8",
                .contentLength: String(bytes.count),
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func json(_ value: JSON, status: HTTPResponse.Status = .ok) -> Response {
        json(value.bytes, status: status)
    }

    static func error(_ error: APIError) -> Response {
        var response = json(error.body, status: error.status)
        for field in error.headers { response.headers[field.name] = field.value }
        if error.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        if error.closes { response.headers[.connection] = "close" }
        return response
    }

    static func notModified(etag: String) -> Response {
        Response(status: .notModified, headers: [.eTag: etag])
    }
}

extension Response {
    /// Says which commit and generation everything in this answer comes from.
    mutating func stamp(_ snapshot: Snapshot) { headers.stamp(snapshot) }
}

extension HTTPFields {
    /// Says which commit and generation everything in this answer comes from.
    mutating func stamp(_ snapshot: Snapshot) {
        self[.dataCommit] = snapshot.commitText
        self[.dataGeneration] = String(snapshot.generation)
    }
}

extension Snapshot {
    /// The commit as sent: git's name for "no object" where the branch has no commit.
    var commitText: String { (commit?.object ?? .zero).hex }
    /// The commit in a JSON answer; null where the branch has none.
    var commitJSON: JSON { .optional(commit?.hex) }
}
