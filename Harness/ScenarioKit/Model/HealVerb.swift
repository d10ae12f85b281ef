/// Ends faults.
package enum HealVerb: Sendable, Hashable {
    case all
    /// The fault of this id.
    case fault(String)
}
