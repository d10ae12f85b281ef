import Commit
import GitModel
import HTTPTypes
import Hummingbird

/// What a write brings with it, read within bounds.
enum WriteBody {
    /// Checks the token, then reads the body; a bounded number at a time.
    static func bytes(
        of request: Request, limit: Int, _ state: APIState
    ) async throws(APIError) -> [UInt8] {
        try WriteCredential.check(request, secrets: state.secrets().write)
        guard state.writeBodies.enter() else { throw .rateLimited }
        defer { state.writeBodies.leave() }
        return try await BodyReader.read(request, limit: limit)
    }

    /// `Livetree-Author: Name <mail>`; nil without the header.
    static func author(of request: Request) throws(APIError) -> Identity? {
        guard let text = request.headers[.livetreeAuthor] else { return nil }
        return try author(text)
    }

    /// Throws unless the text is an identity.
    static func author(_ text: String) throws(APIError) -> Identity {
        // A header's bytes that are no UTF-8 arrive as U+FFFD.
        guard !text.unicodeScalars.contains("\u{FFFD}"), let identity = Identity(text) else {
            throw .badRequest("the author is no identity", hint: "write it like Name <mail>")
        }
        return identity
    }

    /// `If-Match` and `If-None-Match`.
    static func condition(of request: Request) -> WriteCondition {
        WriteCondition(
            match: EntityTags.condition(request.headers[.ifMatch], isStrong: true),
            noneMatch: EntityTags.condition(request.headers[.ifNoneMatch], isStrong: false))
    }
}

extension HTTPField.Name {
    static let livetreeAuthor = Self("Livetree-Author")!
}
