/// Reading scalars. Types are told by how a value is written, never by YAML 1.1's guesses.
extension SourceNode {
    /// What a plain scalar stands for.
    enum PlainValue {
        case null
        case boolean(Bool)
        case integer(Int64)
        case number(Double)
        case text(String)
    }

    /// The scalar's value by its shape; quoted and block text is always text.
    var plainValue: PlainValue? {
        guard case .scalar(let text, let style) = content else { return nil }
        guard style == .plain else { return .text(text) }
        switch text {
        case "", "~", "null": return .null
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default: break
        }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard let first = digits.first, first.isASCII, first.isNumber else { return .text(text) }
        if digits.allSatisfy({ $0.isASCII && $0.isNumber }) {
            return Int64(text).map { .integer($0) } ?? .number(Double(text) ?? .infinity)
        }
        let marks: Set<Character> = [".", "e", "E", "+", "-"]
        if digits.allSatisfy({ $0.isASCII && ($0.isNumber || marks.contains($0)) }),
            let number = Double(text)
        {
            return .number(number)
        }
        return .text(text)
    }

    /// `text`, `a number` …, for messages.
    var scalarKind: String {
        switch plainValue {
        case .null, nil: "nothing"
        case .boolean: "a boolean"
        case .integer, .number: "a number"
        case .text: "text"
        }
    }

    /// The text; numbers and booleans must be quoted to be text.
    func string() throws(Diagnostic) -> String {
        switch plainValue {
        case .text(let text): return text
        case .boolean, .integer, .number:
            throw Diagnostic("expected text, found \(kind)", at: location, hint: "quote it")
        default: throw Diagnostic("expected text, found \(kind)", at: location)
        }
    }

    /// A whole number within `range`.
    func integer(in range: ClosedRange<Int> = .min ... .max) throws(Diagnostic) -> Int {
        guard case .integer(let number) = plainValue else {
            throw Diagnostic("expected a whole number, found \(kind)", at: location)
        }
        guard let value = Int(exactly: number), range.contains(value) else {
            let upper = range.upperBound == .max ? "" : " and at most \(range.upperBound)"
            throw Diagnostic(
                "\(number) must be at least \(range.lowerBound)\(upper)", at: location)
        }
        return value
    }

    /// A number.
    func double() throws(Diagnostic) -> Double {
        switch plainValue {
        case .integer(let number): return Double(number)
        case .number(let number) where number.isFinite: return number
        default: throw Diagnostic("expected a number, found \(kind)", at: location)
        }
    }

    /// `true` or `false`.
    func boolean() throws(Diagnostic) -> Bool {
        guard case .boolean(let value) = plainValue else {
            throw Diagnostic("expected true or false, found \(kind)", at: location)
        }
        return value
    }

    /// Words joined by hyphens, all lower case.
    func slug() throws(Diagnostic) -> String {
        let text = try string()
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        let good = words.allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
        }
        guard good else {
            throw Diagnostic(
                "'\(text)' must be lower-case words joined by hyphens", at: location)
        }
        return text
    }

    /// One of an enum's values.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type
    ) throws(Diagnostic) -> Choice where Choice.RawValue == String {
        guard case .scalar(let text, _) = content else {
            throw Diagnostic("expected a word, found \(kind)", at: location)
        }
        if let value = Choice(rawValue: text) { return value }
        let known = Choice.allCases.map(\.rawValue)
        throw Diagnostic(
            "'\(text)' is not possible here", at: location,
            hint: EditDistance.hint(for: text, in: known)
                ?? "known: \(known.joined(separator: ", "))")
    }
}
