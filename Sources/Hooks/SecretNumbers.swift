/// The numbers of a receiver's secret sets.
///
/// A number never changes its meaning while the server runs: a delivery may be verified before
/// the configuration is read again and judged after it.
struct SecretNumbers: Sendable {
    /// The variables by number; the first is the receiver's own.
    private(set) var variables: [String?] = [nil]

    /// Gives numbers to the variables that have none.
    mutating func add(_ rules: [HookRule]) {
        for case let variable? in rules.map(\.secretVariable) where !variables.contains(variable) {
            variables.append(variable)
        }
    }

    /// The number of the only set that a rule admits.
    func number(of rule: HookRule) -> Int? { variables.firstIndex(of: rule.secretVariable) }
}
