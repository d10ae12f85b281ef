/// Judging a JSON value by the shape of what is wanted.
extension ValueMatcher {
    /// True when `seen` is what is wanted; `capture` gives the values of captures.
    func matches(_ seen: DataValue?, capture: (CaptureReference) -> DataValue?) -> Bool {
        let present = seen.flatMap { $0 == .null ? nil : $0 }
        switch self {
        case .absent: return present == nil
        case .equal(let wanted): return Self.same(present ?? .null, wanted)
        case .comparison(let comparison):
            if let number = present?.double { return comparison.matches(number) }
            if let flag = present?.flag { return comparison.matches(flag) }
            return present?.text.map { comparison.matches($0) } ?? false
        case .pattern(let pattern):
            guard let text = present?.scalarText, let regex = try? Regex(pattern) else {
                return false
            }
            return text.contains(regex)
        case .capture(let reference): return present == capture(reference)
        case .fields(let fields):
            guard case .map? = present else { return false }
            return fields.allSatisfy { $0.matcher.matches(present?[$0.name], capture: capture) }
        case .elements(let wanted):
            guard let items = present?.items, items.count == wanted.count else { return false }
            return zip(wanted, items).allSatisfy { $0.matches($1, capture: capture) }
        }
    }

    /// Equality that does not tell 1 from 1.0.
    private static func same(_ seen: DataValue, _ wanted: DataValue) -> Bool {
        if let one = seen.double, let other = wanted.double { return one == other }
        return seen == wanted
    }

    /// The captures it names.
    var captures: [CaptureReference] {
        switch self {
        case .capture(let reference): [reference]
        case .fields(let fields): fields.flatMap(\.matcher.captures)
        case .elements(let elements): elements.flatMap(\.captures)
        default: []
        }
    }

    /// What is wanted, in the language's words.
    var words: String {
        switch self {
        case .absent: "absent"
        case .equal(let value): JSONText.write(value)
        case .comparison(let comparison): comparison.description
        case .pattern(let pattern): "/\(pattern)/"
        case .capture(let reference): reference.description
        case .fields(let fields):
            "{" + fields.map { "\($0.name): \($0.matcher.words)" }.joined(separator: ", ") + "}"
        case .elements(let elements):
            "[" + elements.map(\.words).joined(separator: ", ") + "]"
        }
    }
}
