/// Why a text is no JSON Schema that can be enforced.
package struct SchemaError: Error, Hashable, Sendable {
    /// One sentence without a full stop.
    package let message: String

    package init(message: String) {
        self.message = message
    }
}
