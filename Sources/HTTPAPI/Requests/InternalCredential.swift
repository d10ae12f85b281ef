import HTTPTypes
import Hummingbird
import Webhooks

/// Who may use the internal endpoints (CONTRACT §3): the reload secret as a bearer token or in
/// `X-CFP-Webhook-Key`.
enum InternalCredential {
    /// Throws `unauthorized`, or `not-configured` when a credential came and no secret is set.
    static func check(_ request: Request, secrets: SecretSet) throws(APIError) {
        guard let given = credential(of: request) else { throw .unauthorized }
        guard !secrets.isEmpty else { throw .notConfigured("CFP_DATA_RELOAD_SECRET") }
        guard secrets.contains(Array(given.utf8)) else { throw .unauthorized }
    }

    /// As `check`, before a body that a refused sender is not worth reading: when it is a long
    /// one, the connection ends.
    static func checkUnread(_ request: Request, secrets: SecretSet) throws(APIError) {
        try refuseUnread(request) { () throws(APIError) in try check(request, secrets: secrets) }
    }

    /// A refused sender's body is not read: when it has a long one, the connection ends.
    static func refuseUnread(
        _ request: Request, _ check: () throws(APIError) -> Void
    ) throws(APIError) {
        do {
            try check()
        } catch {
            var error = error
            let length = request.headers[.contentLength].flatMap { Int($0) }
            error.closes =
                request.headers[.transferEncoding] != nil
                || (length ?? 0) > Limits.unreadBodyBytes
            throw error
        }
    }

    /// The plain credential of a request, if there is one.
    static func credential(of request: Request) -> String? {
        if let authorization = request.headers[.authorization] {
            let parts = authorization.split(separator: " ", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == "bearer" {
                return parts[1].trimmingCharacters(of: " ")
            }
            // Another scheme, such as a proxy's own, is no word to us; without a key it is a wrong one.
            return request.headers[.webhookKey] ?? ""
        }
        return request.headers[.webhookKey]
    }
}

extension Substring {
    fileprivate func trimmingCharacters(of character: Character) -> String {
        var text = self
        while text.first == character { text.removeFirst() }
        while text.last == character { text.removeLast() }
        return String(text)
    }
}
