/// Reading what is compared: the shape of a value says how.
extension SourceNode {
    /// What a comparison's constant may be.
    enum OperandKind {
        case number, duration, any
    }

    /// A comparison, or a bare number or boolean for equality.
    func comparison(_ wanted: OperandKind = .number) throws(Diagnostic) -> Comparison {
        switch plainValue {
        case .integer(let number):
            return try check(Comparison(equalTo: .number(Double(number)), "\(number)"), wanted)
        case .number(let number):
            return try check(Comparison(equalTo: .number(number), "\(number)"), wanted)
        case .boolean(let value) where wanted == .any:
            return Comparison(equalTo: .boolean(value), "\(value)")
        case .text(let text):
            if let found = Comparison(text) { return try check(found, wanted) }
            if wanted == .duration, let value = Units.duration(text) {
                return Comparison(equalTo: .duration(value), text)
            }
            throw Diagnostic(
                "'\(text)' is no comparison", at: location,
                hint: wanted == .duration
                    ? "write \"< 50ms\"" : "write a number or \">= 3\"")
        default:
            throw Diagnostic("expected a comparison, found \(kind)", at: location)
        }
    }

    private func check(
        _ comparison: Comparison, _ wanted: OperandKind
    ) throws(Diagnostic) -> Comparison {
        switch (wanted, comparison.operand) {
        case (.any, _), (.number, .number), (.duration, .duration): return comparison
        case (.duration, _):
            throw Diagnostic(
                "'\(comparison.text)' must compare with a duration", at: location,
                hint: "write a unit, such as 50ms")
        case (.number, _):
            throw Diagnostic("'\(comparison.text)' must compare with a number", at: location)
        }
    }

    /// What a text must be.
    func textMatcher() throws(Diagnostic) -> TextMatcher {
        let text = try string()
        if text == "absent" { return .absent }
        if let reference = CaptureReference(text) { return .capture(reference) }
        if let pattern = try pattern(text) { return .pattern(pattern) }
        return .equal(text)
    }

    /// What a JSON value must be.
    func valueMatcher() throws(Diagnostic) -> ValueMatcher {
        switch content {
        case .mapping: return .fields(try matchers())
        case .sequence(let items):
            var elements: [ValueMatcher] = []
            for item in items { elements.append(try item.valueMatcher()) }
            return .elements(elements)
        case .scalar:
            guard case .text(let text) = plainValue else { return .equal(try data()) }
            if text == "absent" { return .absent }
            if let comparison = Comparison(text) { return .comparison(comparison) }
            if let reference = CaptureReference(text) { return .capture(reference) }
            if let pattern = try pattern(text) { return .pattern(pattern) }
            return .equal(.string(text))
        }
    }

    /// A map of matchers.
    func matchers() throws(Diagnostic) -> [NamedMatcher] {
        var result: [NamedMatcher] = []
        for entry in try entries() {
            result.append(
                NamedMatcher(name: entry.key, matcher: try entry.value.valueMatcher()))
        }
        return result
    }

    private func pattern(_ text: String) throws(Diagnostic) -> String? {
        guard text.count > 2, text.hasPrefix("/"), text.hasSuffix("/") else { return nil }
        let pattern = String(text.dropFirst().dropLast())
        do { _ = try Regex(pattern) } catch {
            throw Diagnostic("'\(text)' is no regular expression: \(error)", at: location)
        }
        return pattern
    }
}
