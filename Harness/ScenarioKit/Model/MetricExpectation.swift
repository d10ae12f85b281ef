/// A metric of `/metrics` and its wanted value.
package struct MetricExpectation: Sendable, Hashable {
    /// The name, with labels if any.
    package let name: String
    package let value: Comparison
}
