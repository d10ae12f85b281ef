/// Any HTTP request to the server.
package struct HTTPVerb: Sendable, Hashable {
    /// The method, as sent.
    package let method: String
    /// Path and query.
    package let path: String
    /// Headers.
    package var headers: [String: String] = [:]
    /// The body, as sent.
    package var body: String?
}
