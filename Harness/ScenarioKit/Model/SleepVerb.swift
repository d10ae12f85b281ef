/// Waits without a condition; counted as a lint warning.
package struct SleepVerb: Sendable, Hashable {
    /// How long.
    package let duration: Duration
    /// Why no condition can be waited for.
    package let because: String
}
