import HTTPTypes
import Hummingbird
import Webhooks

/// Who may write (CONTRACT §2, §4): the write token as a bearer token.
enum WriteCredential {
    /// Throws `unauthorized`, or `not-configured` when a credential came and no token is set; a
    /// refused sender's body is not read.
    static func check(_ request: Request, secrets: SecretSet) throws(APIError) {
        try InternalCredential.refuseUnread(request) { () throws(APIError) in
            guard let given = bearer(of: request) else { throw .writeUnauthorized }
            guard !secrets.isEmpty else { throw .notConfigured("CFP_WRITE_TOKEN") }
            guard secrets.contains(Array(given.utf8)) else { throw .writeUnauthorized }
        }
    }

    private static func bearer(of request: Request) -> String? {
        guard request.headers[.authorization] != nil else { return nil }
        return InternalCredential.credential(of: request)
    }
}
