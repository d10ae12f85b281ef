/// A key and what its value must be.
package struct NamedMatcher: Sendable, Hashable {
    /// The key, field or metric.
    package let name: String
    /// What is wanted there.
    package let matcher: ValueMatcher
}
