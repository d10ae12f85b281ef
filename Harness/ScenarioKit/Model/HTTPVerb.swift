/// Any HTTP request to the server.
package struct HTTPVerb: Sendable, Hashable {
    /// Every method that means something to the server; others are slips of the finger.
    package enum Method: String, Sendable, Hashable, CaseIterable {
        case get = "GET"
        case head = "HEAD"
        case put = "PUT"
        case patch = "PATCH"
        case post = "POST"
        case delete = "DELETE"
        case options = "OPTIONS"

        /// Whether it is a write, if the server does what it asks for.
        package var writes: Bool { [.put, .patch, .post, .delete].contains(self) }
    }

    /// The method, as sent.
    package let method: Method
    /// Path and query.
    package let path: String
    /// Headers.
    package var headers: [String: String] = [:]
    /// The body, as sent.
    package var body: String?
}
