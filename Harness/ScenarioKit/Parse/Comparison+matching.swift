/// Judging a seen value. A value of another kind than the constant never matches, not even `!=`.
extension Comparison {
    /// Compares a number; a size constant counts as its bytes.
    package func matches(_ seen: Double) -> Bool {
        switch operand {
        case .number(let wanted): order(seen, wanted)
        case .size(let wanted): order(seen, Double(wanted.bytes))
        default: false
        }
    }

    /// Compares a whole number.
    package func matches(_ seen: Int) -> Bool { matches(Double(seen)) }

    /// Compares a duration.
    package func matches(_ seen: Duration) -> Bool {
        guard case .duration(let wanted) = operand else { return false }
        return order(seen, wanted)
    }

    /// Compares a boolean; only `==` and `!=` make sense.
    package func matches(_ seen: Bool) -> Bool {
        guard case .boolean(let wanted) = operand else { return false }
        switch operation {
        case .equal: return seen == wanted
        case .notEqual: return seen != wanted
        default: return false
        }
    }

    /// Compares a text by its scalars.
    package func matches(_ seen: String) -> Bool {
        guard case .text(let wanted) = operand else { return false }
        return order(seen, wanted)
    }

    private func order<Value: Comparable>(_ seen: Value, _ wanted: Value) -> Bool {
        switch operation {
        case .equal: seen == wanted
        case .notEqual: seen != wanted
        case .atLeast: seen >= wanted
        case .atMost: seen <= wanted
        case .more: seen > wanted
        case .less: seen < wanted
        }
    }
}
