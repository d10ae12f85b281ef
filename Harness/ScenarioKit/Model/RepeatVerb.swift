/// Steps done several times over.
package struct RepeatVerb: Sendable, Hashable {
    /// How often, from 1.
    package let times: Int
    /// What is repeated.
    package let steps: [Step]
}
