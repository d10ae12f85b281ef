/// A write over HTTP, with the write token.
package struct WriteVerb: Sendable, Hashable {
    /// The four ways to write.
    package enum Method: String, Sendable, Hashable, CaseIterable {
        case put, patch, post, delete
    }

    /// The HTTP method.
    package let method: Method
    /// The path of the request.
    package let path: String
    /// Sent as JSON.
    package var body: DataValue?
    /// Further headers.
    package var headers: [String: String] = [:]
    /// Whether the next step begins before the answer is here.
    package var background = false
}
